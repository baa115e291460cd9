/**
 * Stands in for `gh`, GitHub's command line, with the commands and options that the workflows use. All others fail, as do those
 * that the permissions of the job do not cover.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { bot, githubSchema, githubVariables, repository, token } from "./github-state.mts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    paginate: flag,
    silent: flag,
    method: text,
    field: text,
    jq: text,
    json: text,
    state: text,
    label: text,
    limit: text,
    title: text,
    "body-file": text,
    comment: text,
    description: text,
    force: flag,
  },
});

const file = process.env[githubVariables.file] ?? "";
const github = githubSchema.parse(JSON.parse(readFileSync(file, "utf8")));
const permissions = z
  .record(z.string(), z.string())
  .parse(JSON.parse(process.env[githubVariables.permissions] ?? "{}"));

function refuse(reason: string): never {
  process.stderr.write(`gh ${process.argv.slice(2).join(" ")}: ${reason}\n`);
  process.exit(1);
}

function need(permission: string, access: "read" | "write"): void {
  const has = permissions[permission];
  if (has !== "write" && has !== access) refuse(`HTTP 403: needs ${permission}: ${access}`);
}

function bodyOf(path: string): string {
  const body = readFileSync(path, "utf8");
  if ([...body].length > 65_536) refuse("HTTP 422: body is too long (maximum is 65536 characters)");
  if (body.includes("\uFFFD")) refuse("HTTP 400: body is not UTF-8");
  return body;
}

function issueOf(number: string | undefined): (typeof github.issues)[number] {
  const issue = github.issues.find((one) => one.number === Number(number) && one.isOpen);
  return issue ?? refuse("there is no such open issue");
}

const { title = "", label = "", jq = "", method = "GET", field = "" } = values;

function listComments(pullRequest: number): string[] {
  need("pull-requests", "read");
  const [, user, start] =
    /^\.\[\] \| select\(\.user\.login == "(.+)" and \(\.body \| startswith\("(.+)"\)\)\) \| \.id$/.exec(
      jq.replace(/\s+/g, " "),
    ) ?? refuse("the filter is not known");
  return github.comments
    .filter((one) => one.pullRequest === pullRequest && one.user === user)
    .filter(({ body }) => body.startsWith(start ?? ""))
    .map(({ id }) => String(id));
}

function writeComment(pullRequest: number | undefined, id: number | undefined): void {
  need("pull-requests", "write");
  const body = bodyOf(/^body=@(.+)$/.exec(field)?.[1] ?? refuse("there is no body"));
  if (pullRequest !== undefined) {
    github.comments.push({ id: github.comments.length + 100, pullRequest, user: bot, body });
    return;
  }
  const comment = github.comments.find((one) => one.id === id) ?? refuse("HTTP 404");
  comment.body = body;
}

function callApi(path = ""): string[] {
  if (method === "GET" && jq === ".sha" && path === `repos/${repository}/commits/main`) {
    need("contents", "read");
    return [github.head];
  }
  const [, of, one] =
    new RegExp(`^repos/${repository}/issues/(?:(\\d+)/comments|comments/(\\d+))$`).exec(path) ??
    refuse("the path is not known");
  if (method === "GET" && of !== undefined && values.paginate) return listComments(Number(of));
  if (method === "POST" && of !== undefined) writeComment(Number(of), undefined);
  else if (method === "PATCH" && one !== undefined) writeComment(undefined, Number(one));
  else refuse("the call is not known");
  return [];
}

function listIssues(): string[] {
  need("issues", "read");
  if (values.json !== "number" || jq !== ".[].number" || values.state !== "open") {
    refuse("the list is not known");
  }
  const open = github.issues.filter((one) => one.isOpen && one.label === label);
  return open.slice(0, Number(values.limit)).map(({ number }) => String(number));
}

function createIssue(): string[] {
  if (!github.labels.includes(label)) refuse(`could not add label: '${label}' not found`);
  const number = github.issues.length + 1;
  const body = bodyOf(values["body-file"] ?? "");
  github.issues.push({ number, title, body, label, isOpen: true, comments: [] });
  return [`https://github.com/${repository}/issues/${number}`];
}

function writeIssue(command: string, number: string | undefined): string[] {
  need("issues", "write");
  if (command === "label create") {
    if (github.labels.includes(number ?? "") && !values.force) refuse("the label exists");
    github.labels = [...new Set([...github.labels, number ?? ""])];
  } else if (command === "issue create") {
    return createIssue();
  } else if (command === "issue edit") {
    const issue = issueOf(number);
    issue.body = bodyOf(values["body-file"] ?? "");
    issue.title = values.title ?? issue.title;
  } else if (command === "issue close") {
    const issue = issueOf(number);
    issue.comments.push(values.comment ?? "");
    issue.isOpen = false;
  } else {
    refuse("the command is not known");
  }
  return [];
}

if (process.env.GH_TOKEN !== token) refuse("GH_TOKEN is not that of the run");
const [area, verb, argument] = positionals;
if (area !== "api" && process.env.GH_REPO !== repository) refuse("which repository?");
const command = `${area} ${verb}`;
const lines =
  area === "api"
    ? callApi(verb)
    : command === "issue list"
      ? listIssues()
      : writeIssue(command, argument);
writeFileSync(file, JSON.stringify(github));
for (const line of lines) process.stdout.write(`${line}\n`);

/** What the stand-in for GitHub keeps in a file between the calls of its command line. */
import { z } from "zod";

export const githubSchema = z.object({
  /** Newest commit of main. */
  head: z.string(),
  labels: z.array(z.string()),
  /** Of pull requests. */
  comments: z.array(
    z.object({ id: z.number(), pullRequest: z.number(), user: z.string(), body: z.string() }),
  ),
  issues: z.array(
    z.object({
      number: z.number(),
      title: z.string(),
      body: z.string(),
      label: z.string(),
      isOpen: z.boolean(),
      comments: z.array(z.string()),
    }),
  ),
});

export type Github = z.infer<typeof githubSchema>;

/** What the command line takes from its environment. */
export const githubVariables = {
  file: "GITHUB_STAND_IN",
  /** Permissions of the token, as JSON. */
  permissions: "GITHUB_STAND_IN_PERMISSIONS",
} as const;

export const repository = "acme/non-employees";
export const token = "token-of-the-run";
/** Who writes with that token. */
export const bot = "github-actions[bot]";

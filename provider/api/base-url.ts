import { ArgumentError } from "./error";

const acceptedForm = "https://<tenant>.api.identitynow.com";

/** Domains whose user interface and API differ by the label `api` alone. */
const uiDomain =
  /^(?:(.+)\.)?(identitynow\.com|identitynow-demo\.com|saas\.sailpointfedramp\.com)$/;

const loginDomain = /^(?:(.+)\.)?login\.sailpoint\.com$/;

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks the base URL of a tenant and brings it into its one form: scheme and host in lower case, no trailing slash.
 *
 * @param url - For example `https://acme.api.identitynow.com`; any host but those of the user interface; `http:` only
 * for this machine itself.
 * @throws ArgumentError with the accepted form.
 */
export function normaliseBaseUrl(url: string): string {
  const parsed = parse(url.trim());
  if (parsed.username !== "" || parsed.password !== "") {
    throw refusal("the base URL must not hold credentials", acceptedForm);
  }
  const shown = JSON.stringify(`${parsed.origin}${parsed.pathname}`);
  if (parsed.search !== "" || parsed.hash !== "") {
    throw refusal(`the base URL ${shown} must have neither query nor fragment`, acceptedForm);
  }
  if (parsed.protocol !== "https:" && !isLoopback(parsed)) {
    throw refusal(
      `the base URL ${shown} must use https (http is for this machine only)`,
      acceptedForm,
    );
  }
  refuseUserInterface(parsed.hostname.replace(/\.$/, ""), shown);
  const path = parsed.pathname.replace(/\/+$/, "");
  const version = /\/(v\d+|beta|latest)$/i.exec(path);
  if (version !== null) {
    const form = `${parsed.origin}${path.slice(0, version.index)}`;
    throw refusal(
      `the base URL ${shown} ends in a version, which the setting apiVersion chooses`,
      form,
    );
  }
  return `${parsed.origin}${path}`;
}

function parse(url: string): URL {
  // A value that is no URL is not shown: it may be a secret in the wrong place.
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !["https:", "http:"].includes(parsed.protocol)) {
    throw refusal("the base URL is no web address with https://", acceptedForm);
  }
  return parsed;
}

/** Whether the URL names this machine itself. */
export function isLoopback(url: URL): boolean {
  return loopbackHost.test(url.hostname);
}

function refuseUserInterface(host: string, shown: string): void {
  const login = loginDomain.exec(host);
  if (login !== null) {
    const form = login[1] === undefined ? acceptedForm : `https://${login[1]}.api.identitynow.com`;
    throw refusal(`the base URL ${shown} is that of the login page`, form);
  }
  const ui = uiDomain.exec(host);
  const labels = ui?.[1]?.split(".") ?? [];
  if (ui === null || labels.slice(1).includes("api")) {
    return;
  }
  const tenant = labels[0] === undefined || labels[0] === "api" ? "<tenant>" : labels[0];
  throw refusal(
    `the base URL ${shown} is that of the user interface, not of the API`,
    `https://${tenant}.api.${ui[2]}`,
  );
}

function refusal(problem: string, form: string): ArgumentError {
  return new ArgumentError(`${problem} - use the form ${form}`);
}

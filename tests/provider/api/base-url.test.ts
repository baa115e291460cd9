import { ArgumentError, normaliseBaseUrl } from "../../../provider/api";

describe("normaliseBaseUrl", () => {
  it.each([
    ["https://acme.api.identitynow.com", "https://acme.api.identitynow.com"],
    [" HTTPS://Acme.API.identitynow.com// ", "https://acme.api.identitynow.com"],
    ["https://acme.api.identitynow-demo.com/", "https://acme.api.identitynow-demo.com"],
    ["https://acme.api.saas.sailpointfedramp.com", "https://acme.api.saas.sailpointfedramp.com"],
    ["https://api.example.com/isc/", "https://api.example.com/isc"],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:8080"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["http://[::1]:8080", "http://[::1]:8080"],
  ])("accepts %j as %j", (url, expected) => {
    expect(normaliseBaseUrl(url)).toBe(expected);
  });

  it.each([
    ["https://acme.identitynow.com", "https://acme.api.identitynow.com"],
    ["https://acme.identitynow.com./ui/admin", "https://acme.api.identitynow.com"],
    ["https://acme.identitynow-demo.com", "https://acme.api.identitynow-demo.com"],
    ["https://acme.saas.sailpointfedramp.com", "https://acme.api.saas.sailpointfedramp.com"],
    ["https://identitynow.com", "https://<tenant>.api.identitynow.com"],
    ["https://acme.login.sailpoint.com/oauth/authorize", "https://acme.api.identitynow.com"],
    ["https://login.sailpoint.com", "https://<tenant>.api.identitynow.com"],
    ["https://acme.api.identitynow.com/v3", "https://acme.api.identitynow.com"],
    ["https://acme.api.identitynow.com/beta/", "https://acme.api.identitynow.com"],
    ["https://acme.api.identitynow.com/v2025", "https://acme.api.identitynow.com"],
    ["https://acme.api.identitynow.com?x=1", "https://<tenant>.api.identitynow.com"],
    ["https://acme.api.identitynow.com/#top", "https://<tenant>.api.identitynow.com"],
    ["http://acme.api.identitynow.com", "https://<tenant>.api.identitynow.com"],
    ["http://127.0.0.1.example.com", "https://<tenant>.api.identitynow.com"],
    ["ftp://acme.api.identitynow.com", "https://<tenant>.api.identitynow.com"],
    ["acme.api.identitynow.com", "https://<tenant>.api.identitynow.com"],
    ["", "https://<tenant>.api.identitynow.com"],
  ])("refuses %j and names the form %j", (url, form) => {
    expect(() => normaliseBaseUrl(url)).toThrow(ArgumentError);
    expect(() => normaliseBaseUrl(url)).toThrow(`use the form ${form}`);
  });

  it("shows neither credentials in the URL nor a value that is no URL", () => {
    expect(() => normaliseBaseUrl("https://me:topsecret@acme.api.identitynow.com")).toThrow(
      /^(?!.*topsecret).*credentials/,
    );
    expect(() => normaliseBaseUrl("topsecret")).toThrow(/^(?!.*topsecret).*web address/);
  });
});

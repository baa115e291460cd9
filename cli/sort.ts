/** The option `--sort` of a list. */
import { InvalidArgumentError, Option } from "commander";

/** @param keys what the API can sort by */
export function sortOption(keys: readonly string[]): Option {
  return new Option(
    "--sort <keys>",
    `comma list of ${keys.join(", ")}; - before one reverses it`,
  ).argParser((text) => {
    const wrong = text.split(",").find((part) => !keys.includes(part.trim().replace(/^-/, "")));
    if (wrong === undefined) return text;
    throw new InvalidArgumentError(`"${wrong}" is none of ${keys.join(", ")}.`);
  });
}

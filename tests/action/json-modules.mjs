// Lets the parser import its schemas, which are JSON, as bundlers do: Node.js wants to be told in
// the import that it is JSON, and by words that have changed from version to version.
import { readFile } from "node:fs/promises";

export async function load(url, context, next) {
  if (!url.endsWith(".json")) {
    return next(url, context);
  }
  const source = `export default ${await readFile(new URL(url), "utf-8")}`;
  return { format: "module", source, shortCircuit: true };
}

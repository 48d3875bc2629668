// Reads {"name", "content"} as JSON, a line for each file, and prints what GitHub's parser has to
// say against it: a JSON array of messages, a line for each file. What is called action.yml is the
// metadata of an action, anything else a workflow.
import { register } from "node:module";
import { createInterface } from "node:readline";

register("./json-modules.mjs", import.meta.url);
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
  "@actions/workflow-parser"
);
const { parseAction } = await import("@actions/workflow-parser/actions/action-parser");

const trace = new NoOperationTraceWriter();

async function messages(file) {
  if (file.name.endsWith("action.yml")) {
    return parseAction(file, trace).context.errors.getErrors();
  }
  const { context, value } = parseWorkflow(file, trace);
  if (value !== undefined) {
    await convertWorkflowTemplate(context, value);
  }
  return context.errors.getErrors();
}

for await (const line of createInterface({ input: process.stdin })) {
  const found = await messages(JSON.parse(line));
  console.log(JSON.stringify(found.map((error) => error.message)));
}

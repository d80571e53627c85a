// Judge records by schemas: a line of JSON {"schema": …, "records": […]} in, a line [true, false, …] out.
//
// `format` is not looked at: no verdict of ola rests on it.

import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";

const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, records } = JSON.parse(line);
  const valid = ajv.compile(schema);
  console.log(JSON.stringify(records.map((record) => valid(record))));
  ajv.removeSchema(schema.$id); // the next schema may bear the same name
}

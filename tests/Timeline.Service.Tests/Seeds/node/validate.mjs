// Holds lines of JSON to a JSON Schema: node validate.mjs <schema file>, the lines on standard input.
// Answers with an array of what is wrong with each line: an empty text where nothing is.
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';

const schema = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const validate = new Ajv2020({ strictTypes: false }).compile(schema);

function faultsIn(line) {
  const faults = validate(JSON.parse(line)) ? [] : validate.errors;
  return faults.map(fault => `${fault.instancePath} ${fault.message}`.trim()).join('; ');
}

console.log(JSON.stringify(readFileSync(0, 'utf8').split('\n').map(faultsIn)));

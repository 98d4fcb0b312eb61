// Reads {document, values: [{schema, value}]} from standard input: an OpenAPI 3.1 document, and values with the Schema Objects that they have to fit.
// Answers {document, values}: what is wrong with the document, and with each value; empty texts where nothing is.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const { document, values } = JSON.parse(readFileSync(0, 'utf8'));
const ajv = addFormats(new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, validateFormats: true }));

// The components become the definitions of one schema; every reference points there.
const rebase = schema => JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"timeline#/$defs/'));
const components = Object.keys(document.components.schemas);
ajv.addSchema({ $id: 'timeline', $defs: rebase(document.components.schemas) });

const written = faults => (faults ?? []).map(fault => `${fault.instancePath} ${fault.message} ${JSON.stringify(fault.params)}`.trim()).join('; ');

function faultsIn({ schema, value }) {
  const validate = ajv.compile(rebase(schema));
  return validate(value) ? '' : written(validate.errors);
}

const { valid, errors } = await new Validator({ strict: false }).validate(document);
const broken = components.filter(name => {
  try { return !ajv.compile({ $ref: `timeline#/$defs/${name}` }); }
  catch (error) { return (console.error(name, error.message), true); }
});
console.log(JSON.stringify({
  document: [valid ? '' : typeof errors === 'string' ? errors : written(errors), ...broken.map(name => `${name} is not a schema`)].filter(Boolean).join('; '),
  values: values.map(faultsIn),
}));

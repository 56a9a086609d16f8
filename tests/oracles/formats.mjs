// Ajv and @digitalbazaar/bitstring, asked over standard input and output, one JSON object a line, as oracle.mjs is.
//
// Nothing here decides anything: each operation calls the published library and reports what it said.
import Ajv from 'ajv';
import Ajv2019 from 'ajv/dist/2019.js';
import Ajv2020 from 'ajv/dist/2020.js';
import {Bitstring} from '@digitalbazaar/bitstring';
import {createInterface} from 'node:readline';

// Standard output is the answer channel; the libraries log there too.
console.log = console.info = console.debug = console.error;

const VERSIONS = {'draft-07': Ajv, '2019-09': Ajv2019, '2020-12': Ajv2020};
const compiled = new Map();

// Formats are left out: the standard lets each reader choose which it checks.
function validator({schema, version}) {
  const name = version + JSON.stringify(schema);
  if(!compiled.has(name)) {
    const Version = VERSIONS[version];
    const ajv = new (Version.default ?? Version)({strict: false, validateFormats: false});
    compiled.set(name, ajv.compile(schema));
  }
  return compiled.get(name);
}

const operations = {
  contexts: async () => 0,
  schema: async args => validator(args)(args.document),
  encode: async ({indexes, size}) => {
    const bits = new Bitstring({length: size});
    for(const index of indexes) {
      bits.set(index, true);
    }
    return bits.encodeBits();
  },
  decode: async ({encoded}) => {
    const bits = new Bitstring({buffer: await Bitstring.decodeBits({encoded})});
    return Array.from({length: bits.length}, (_, index) => index).filter(index => bits.get(index));
  }
};

for await (const line of createInterface({input: process.stdin})) {
  const {id, op, args} = JSON.parse(line);
  let answer;
  try {
    answer = {id, result: await operations[op](args), asked: []};
  } catch(error) {
    answer = {id, error: {name: error.name, message: error.message}, asked: []};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

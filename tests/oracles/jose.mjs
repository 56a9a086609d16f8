// npm's jose (panva), asked over standard input and output, one JSON object a line, as oracle.mjs is.
//
// Nothing here decides anything: each operation calls the published library and reports what it said. There is no
// network: keys come with the question.
import * as jose from 'jose';
import {createInterface} from 'node:readline';

// Standard output is the answer channel.
console.log = console.info = console.debug = console.error;

async function sign({payload, header, jwk}) {
  const key = await jose.importJWK(jwk, header.alg);
  const bytes = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return new jose.CompactSign(new TextEncoder().encode(bytes)).setProtectedHeader(header).sign(key);
}

async function verify({token, jwk, algorithms}) {
  const key = await jose.importJWK(jwk, algorithms[0]);
  const {payload, protectedHeader} = await jose.compactVerify(token, key, {algorithms});
  return {payload: new TextDecoder().decode(payload), header: protectedHeader};
}

// The claims too: dates, issuer, audience and type, by the library's own rules.
async function verifyJwt({token, jwk, algorithms, now, expected}) {
  const key = await jose.importJWK(jwk, algorithms[0]);
  const options = {algorithms, currentDate: new Date(now), ...expected};
  return (await jose.jwtVerify(token, key, options)).payload;
}

const operations = {contexts: async () => 0, sign, verify, verifyJwt};

for await (const line of createInterface({input: process.stdin})) {
  const {id, op, args} = JSON.parse(line);
  let answer;
  try {
    answer = {id, result: await operations[op](args), asked: []};
  } catch(error) {
    answer = {id, error: {name: error.code ?? error.name, message: error.message, details: []}, asked: []};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

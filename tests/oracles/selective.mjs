// @digitalbazaar's ecdsa-sd-2023 suite, asked over standard input and output, one JSON object a line, as oracle.mjs is.
//
// Nothing here decides anything: each operation calls the published library and reports what it said. There is no
// network: documents come from the contexts given at the start, and keys from did:key alone.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as suite from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import {createInterface} from 'node:readline';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import jsigs from 'jsonld-signatures';

// Standard output is the answer channel; the libraries log there too.
console.log = console.info = console.debug = console.error;

const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1';
const {purposes: {AssertionProofPurpose}} = jsigs;
let contexts = {};

async function documentLoader(url) {
  if(contexts[url]) {
    return {contextUrl: null, documentUrl: url, document: contexts[url]};
  }
  const [did] = url.split('#');
  if(!did.startsWith('did:key:')) {
    throw new Error(`NotFoundError: nothing was supplied for "${url}".`);
  }
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  const method = {id, type: 'Multikey', controller: did, publicKeyMultibase};
  const document = url.includes('#') ?
    {'@context': MULTIKEY_CONTEXT, ...method} :
    {
      '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY_CONTEXT], id: did, verificationMethod: [method],
      assertionMethod: [id]
    };
  return {contextUrl: null, documentUrl: url, document};
}

async function base({credential, key, created, mandatory}) {
  const pair = await EcdsaMultikey.from(key);
  return jsigs.sign(structuredClone(credential), {
    suite: new DataIntegrityProof({
      signer: pair.signer(), date: created,
      cryptosuite: suite.createSignCryptosuite({mandatoryPointers: mandatory})
    }),
    purpose: new AssertionProofPurpose(), documentLoader
  });
}

async function derive({credential, selective}) {
  return jsigs.derive(structuredClone(credential), {
    suite: new DataIntegrityProof({cryptosuite: suite.createDiscloseCryptosuite({selectivePointers: selective})}),
    purpose: new AssertionProofPurpose(), documentLoader
  });
}

async function verify({credential}) {
  const result = await jsigs.verify(structuredClone(credential), {
    suite: new DataIntegrityProof({cryptosuite: suite.createVerifyCryptosuite()}),
    purpose: new AssertionProofPurpose(), documentLoader
  });
  return {verified: result.verified, errors: flatten(result.error)};
}

const flatten = error => !error ? [] :
  error.errors?.length ? error.errors.flatMap(flatten) : [`${error.name}: ${error.message}`];

// CPU seconds of so many repetitions, for the benchmarks; the first three do not count.
async function time({timed, count, ...args}) {
  for(let i = 0; i < 3; i++) {
    await operations[timed](args);
  }
  const start = process.cpuUsage();
  for(let i = 0; i < count; i++) {
    await operations[timed](args);
  }
  const {user, system} = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const operations = {
  contexts: async args => {
    contexts = args.contexts;
    return Object.keys(contexts).length;
  },
  base, derive, verify, time
};

for await (const line of createInterface({input: process.stdin})) {
  const {id, op, args} = JSON.parse(line);
  let answer;
  try {
    answer = {id, result: await operations[op](args), asked: []};
  } catch(error) {
    answer = {id, error: {name: error.name, message: error.message, details: flatten(error.cause ?? error)}, asked: []};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

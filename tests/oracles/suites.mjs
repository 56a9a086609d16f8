// @digitalbazaar's suites for eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019 and Ed25519Signature2020,
// asked over standard input and output, one JSON object a line, as oracle.mjs is.
//
// Nothing here decides anything: each operation calls the published library and reports what it said. There is no
// network: documents come from the contexts given at the start, and keys from did:key alone.
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {createInterface} from 'node:readline';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import jsigs from 'jsonld-signatures';

// Standard output is the answer channel; the libraries log there too.
console.log = console.info = console.debug = console.error;

const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1';
const {purposes: {AssertionProofPurpose, AuthenticationProofPurpose}} = jsigs;
let contexts = {};

const SIGNING = {
  'eddsa-rdfc-2022': () => eddsaRdfc,
  'eddsa-jcs-2022': () => eddsaJcs.createSignCryptosuite(),
  'ecdsa-rdfc-2019': () => ecdsaRdfc,
  'ecdsa-jcs-2019': () => ecdsaJcs.createSignCryptosuite()
};
const VERIFYING = {
  ...SIGNING,
  'eddsa-jcs-2022': () => eddsaJcs.createVerifyCryptosuite(),
  'ecdsa-jcs-2019': () => ecdsaJcs.createVerifyCryptosuite()
};

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
      assertionMethod: [id], authentication: [id]
    };
  return {contextUrl: null, documentUrl: url, document};
}

const purposeOf = ({challenge, domain}) => challenge === undefined ?
  new AssertionProofPurpose() : new AuthenticationProofPurpose({challenge, domain});

async function sign({suite, document, key, created, ...asked}) {
  const multikey = key.publicKeyMultibase.startsWith('z6Mk') ? Ed25519Multikey : EcdsaMultikey;
  const signer = (await multikey.from(key)).signer();
  const date = created;
  return jsigs.sign(structuredClone(document), {
    suite: suite === 'Ed25519Signature2020' ?
      new Ed25519Signature2020({signer, date}) :
      new DataIntegrityProof({signer, date, cryptosuite: SIGNING[suite]()}),
    purpose: purposeOf(asked), documentLoader
  });
}

async function verify({suite, document, ...asked}) {
  const result = await jsigs.verify(structuredClone(document), {
    suite: suite === 'Ed25519Signature2020' ?
      new Ed25519Signature2020() : new DataIntegrityProof({cryptosuite: VERIFYING[suite]()}),
    purpose: purposeOf(asked), documentLoader
  });
  return {verified: result.verified, errors: flatten(result.error)};
}

const flatten = error => !error ? [] :
  error.errors?.length ? error.errors.flatMap(flatten) : [`${error.name}: ${error.message}`];

const operations = {
  contexts: async args => {
    contexts = args.contexts;
    return Object.keys(contexts).length;
  },
  sign, verify
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

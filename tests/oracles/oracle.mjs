// Independent implementations, asked over standard input and output, one JSON object a line.
//
//   {"id": 1, "op": "verify", "args": {…}}  →  {"id": 1, "result": {…}} | {"id": 1, "error": {"name", "message"}}
//
// Nothing here decides anything: each operation calls the published library and reports what it said.
// No request leaves the machine: sockets to anything but loopback are refused below, and what the libraries ask for
// by URL is answered from the request ("documents") or, when the request says so, by a server on loopback.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as didKey from '@digitalbazaar/did-method-key';
import * as vc from '@digitalbazaar/vc';
import {checkStatus, createCredential, createList} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createInterface} from 'node:readline';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import net from 'node:net';

// Standard output is the answer channel; the libraries log there too.
console.log = console.info = console.debug = console.error;

const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

// --- the network: closed but for loopback, and counted -------------------------------------------------------------
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const host = first?.host ?? first?.hostname ?? args[1];
  if(typeof host === 'string' && !LOOPBACK.has(host)) {
    throw new Error(`The oracle refuses to connect to "${host}".`);
  }
  return connect.apply(this, args);
};

let contexts = {};
let supplied = {};
let loopback = false;
let asked = [];

const realFetch = globalThis.fetch;
globalThis.fetch = async (input, options) => {
  const url = typeof input === 'string' ? input : (input.url ?? String(input));
  asked.push(url);
  const document = supplied[url] ?? contexts[url];
  if(document !== undefined) {
    return new Response(JSON.stringify(document), {status: 200, headers: {'content-type': 'application/json'}});
  }
  if(loopback && LOOPBACK.has(new URL(url).hostname)) {
    return realFetch(input, options);
  }
  if(url.endsWith('_schema.json')) {
    // The schema check would keep the body of a 404 as the schema, for ever.
    throw new TypeError(`nothing was supplied for "${url}"`);
  }
  return new Response('{"message": "not supplied"}', {status: 404, headers: {'content-type': 'application/json'}});
};

// verifier-core makes its loader when it is loaded, so it must find the fetch above in place.
const {verifyCredential: verifyWithCore} = await import('@digitalcredentials/verifier-core');

// --- the document loader that @digitalbazaar/vc is given -----------------------------------------------------------
const keyDriver = didKey.driver();
keyDriver.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

function didWebUrl(did) {
  const [, , host, ...path] = did.split(':');
  return `https://${decodeURIComponent(host)}/${path.length ? path.join('/') : '.well-known'}/did.json`;
}

async function resolveDid(did) {
  if(supplied[did]) {
    return supplied[did];
  }
  if(did.startsWith('did:web:')) {
    return load(didWebUrl(did));
  }
  return keyDriver.get({did});
}

async function load(url) {
  const response = await fetch(url);
  if(!response.ok) {
    throw new Error(`NotFoundError: nothing was supplied for "${url}".`);
  }
  return response.json();
}

async function dereference(url) {
  const [did, fragment] = url.split('#');
  const document = await resolveDid(did);
  if(fragment === undefined) {
    return document;
  }
  const method = (document.verificationMethod ?? []).find(m => m.id === url);
  if(!method) {
    throw new Error(`NotFoundError: "${url}" is not in the DID document.`);
  }
  return {'@context': MULTIKEY_CONTEXT, ...method};
}

async function documentLoader(url) {
  let document = contexts[url] ?? supplied[url];
  if(document === undefined) {
    document = await (url.startsWith('did:') ? dereference(url) : load(url));
  }
  return {contextUrl: null, documentUrl: url, document};
}

// --- answers -------------------------------------------------------------------------------------------------------
const flatten = error => !error ? [] :
  error.errors?.length ? error.errors.flatMap(flatten) : [`${error.name}: ${error.message}`];

async function verify({credential, now}) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({
    credential, suite, documentLoader, checkStatus, ...(now ? {now: new Date(now)} : {})
  });
  // The status library's "verified" says that the list could be read; whether the bit is set stands beside it.
  const statuses = (result.statusResult?.results ?? []).map(r => ({
    purpose: r.credentialStatus.statusPurpose, set: r.status
  }));
  return {
    verified: result.verified, statuses,
    errors: [...flatten(result.error), ...flatten(result.statusResult?.error)]
  };
}

async function sign({credential, key, created}) {
  const pair = await Ed25519Multikey.from(key);
  const suite = new DataIntegrityProof({signer: pair.signer(), date: created, cryptosuite});
  return vc.issue({credential: structuredClone(credential), suite, documentLoader});
}

async function makeStatusList({url, issuer, purpose, length, set, key, created}) {
  const list = await createList({length});
  for(const index of set) {
    list.setStatus(index, true);
  }
  const credential = await createCredential({id: url, list, statusPurpose: purpose});
  return sign({credential: {...credential, issuer, validFrom: created}, key, created});
}

async function makeKey({seed}) {
  const pair = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex')});
  const did = `did:key:${pair.publicKeyMultibase}`;
  pair.controller = did;
  pair.id = `${did}#${pair.publicKeyMultibase}`;
  return {did, key: await pair.export({publicKey: true, secretKey: true, includeContext: true})};
}

async function verifyCore({credential, registries = []}) {
  const result = await verifyWithCore({credential: structuredClone(credential), knownDIDRegistries: registries});
  const step = id => (result.log ?? []).find(entry => entry.id === id) ?? null;
  const plain = entry => entry && {valid: entry.valid ?? null, error: entry.error?.name ?? null,
    message: entry.error?.message ?? null};
  const schema = (result.additionalInformation ?? []).find(entry => entry.id === 'schema_check');
  return {
    fatal: (result.errors ?? []).map(e => ({name: e.name ?? null, message: String(e.message)})),
    signature: plain(step('valid_signature')),
    expiration: plain(step('expiration')),
    revocation: plain(step('revocation_status')),
    suspension: plain(step('suspension_status')),
    registered: step('registered_issuer') && {
      valid: step('registered_issuer').valid,
      by: step('registered_issuer').matchingIssuers.map(m => m.registry.federation_entity.organization_name),
      unchecked: step('registered_issuer').uncheckedRegistries.length
    },
    schema: schema?.results ?? null
  };
}

const operations = {
  contexts: async args => {
    contexts = args.contexts;
    return Object.keys(contexts).length;
  },
  canonicalize: async ({document}) => cryptosuite.canonize(document, {documentLoader}),
  'make-key': makeKey, 'make-status-list': makeStatusList, sign, verify, 'verify-core': verifyCore
};

for await (const line of createInterface({input: process.stdin})) {
  const {id, op, args} = JSON.parse(line);
  ({documents: supplied = {}, loopback = false} = args);
  for(const did of Object.keys(supplied).filter(each => each.startsWith('did:web:'))) {
    supplied[didWebUrl(did)] = supplied[did];
  }
  asked = [];
  let answer;
  try {
    answer = {id, result: await operations[op](args), asked};
  } catch(error) {
    answer = {id, error: {name: error.name, message: error.message, details: flatten(error.cause ?? error)}, asked};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}

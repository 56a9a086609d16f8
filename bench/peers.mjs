// What @digitalbazaar/vc takes to sign and verify one credential, and its ecdsa-sd-2023 suite to make a base proof:
// CPU seconds per operation, round by round, as one line of JSON.
//
//   node bench/peers.mjs REQUEST.json
//
// REQUEST.json is written by bench/credentials.py. The packages are those of tests/oracles.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const require = createRequire(new URL('../tests/oracles/package.json', import.meta.url));
const load = name => import(pathToFileURL(require.resolve(name)));
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const Ed25519Multikey = await load('@digitalbazaar/ed25519-multikey');
const EcdsaMultikey = await load('@digitalbazaar/ecdsa-multikey');
const selective = await load('@digitalbazaar/ecdsa-sd-2023-cryptosuite');
const vc = await load('@digitalbazaar/vc');
const {default: jsigs} = await load('jsonld-signatures');

const request = JSON.parse(readFileSync(process.argv[2]));
const {contexts, credential, key, rounds, created} = request;
const did = credential.issuer.id;
const method = `${did}#key-1`;
const multikey = {
  '@context': 'https://w3id.org/security/multikey/v1', id: method, type: 'Multikey', controller: did,
  publicKeyMultibase: key.public
};
const controller = {
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], id: did,
  verificationMethod: [multikey], assertionMethod: [method]
};
const supplied = {...contexts, [did]: controller, [method]: multikey};
const documentLoader = async url => {
  if(!(url in supplied)) {
    throw new Error(`not supplied: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: supplied[url], tag: 'static'};
};

const pair = await Ed25519Multikey.from({...multikey, secretKeyMultibase: key.secret});
const sign = () => vc.issue({
  credential: structuredClone(credential),
  suite: new DataIntegrityProof({signer: pair.signer(), cryptosuite, date: created}), documentLoader
});
const signed = await sign();
const verify = async () => {
  const result = await vc.verifyCredential({
    credential: signed, suite: new DataIntegrityProof({cryptosuite}), documentLoader,
    checkStatus: async () => ({verified: true})
  });
  if(!result.verified) {
    throw result.error;
  }
};

const disclosable = await EcdsaMultikey.from({
  '@context': 'https://w3id.org/security/multikey/v1', id: `${did}#key-2`, type: 'Multikey', controller: did,
  publicKeyMultibase: request.p256.public, secretKeyMultibase: request.p256.secret
});
const base = () => jsigs.sign(structuredClone(request.withoutList), {
  suite: new DataIntegrityProof({
    signer: disclosable.signer(), date: created,
    cryptosuite: selective.createSignCryptosuite({mandatoryPointers: request.mandatory})
  }),
  purpose: new jsigs.purposes.AssertionProofPurpose(), documentLoader
});

async function measure(operation, share = 1) {
  const operations = Math.ceil(request.operations / share);
  for(let i = 0; i < operations; ++i) {
    await operation();
  }
  const seconds = [];
  for(let round = 0; round < rounds; ++round) {
    const start = process.cpuUsage();
    for(let i = 0; i < operations; ++i) {
      await operation();
    }
    const used = process.cpuUsage(start);
    seconds.push((used.user + used.system) / 1e6 / operations);
  }
  return seconds;
}

const answer = {proofValue: signed.proof.proofValue, sign: await measure(sign), verify: await measure(verify)};
answer.base = await measure(base, 4);
answer.megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify(answer)}\n`);

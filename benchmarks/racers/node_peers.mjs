// @digitalbazaar/vc in the race, given its best case: contexts in memory and parsed once (tag: 'static'), keys and
// their verifiers kept, no status list to look at. It speaks what lane.py speaks. `race` hands it to Node as text, in
// the folder where the packages are installed, with the path of the handout in the environment.
import {readFileSync} from 'node:fs';
import process from 'node:process';

const vc = await import('@digitalbazaar/vc');
const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite: eddsaRdfc2022} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {cryptosuite: ecdsaRdfc2019} = await import('@digitalbazaar/ecdsa-rdfc-2019-cryptosuite');
const eddsaJcs2022 = await import('@digitalbazaar/eddsa-jcs-2022-cryptosuite');
const Ed25519Multikey = await import('@digitalbazaar/ed25519-multikey');
const EcdsaMultikey = await import('@digitalbazaar/ecdsa-multikey');

const handout = JSON.parse(readFileSync(process.env.ASSAY_HANDOUT, 'utf8'));
const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const SUITES = {
  'eddsa-rdfc-2022': {multikey: Ed25519Multikey, sign: eddsaRdfc2022, verify: eddsaRdfc2022},
  'ecdsa-rdfc-2019': {multikey: EcdsaMultikey, sign: ecdsaRdfc2019, verify: ecdsaRdfc2019},
  'eddsa-jcs-2022': {
    multikey: Ed25519Multikey,
    sign: eddsaJcs2022.createSignCryptosuite(), verify: eddsaJcs2022.createVerifyCryptosuite()
  }
};

const documents = new Map(Object.entries(handout.contexts).map(([url, document]) =>
  [url, {contextUrl: null, documentUrl: url, document, tag: 'static'}]));

async function documentLoader(url) {
  const found = documents.get(url);
  if(!found) {
    throw new Error(`${url} is not in the handout`);
  }
  return found;
}

// What a did:key stands for, written out once: the controller and the method.
function publish({did, method, key: {publicKeyMultibase}}) {
  const key = {'@context': MULTIKEY, id: method, type: 'Multikey', controller: did, publicKeyMultibase};
  const controller = {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY],
    id: did, verificationMethod: [key], assertionMethod: [method], authentication: [method]
  };
  documents.set(method, {contextUrl: null, documentUrl: method, document: key});
  documents.set(did, {contextUrl: null, documentUrl: did, document: controller});
}

function endless(items) {
  let at = 0;
  return () => items[at++ % items.length];
}

const jobs = {};
for(const [name, row] of Object.entries(handout.rows)) {
  if(name !== row.suite || !Object.hasOwn(SUITES, row.suite)) {
    continue; // a row of its own, for us alone
  }
  const {multikey, sign, verify} = SUITES[row.suite];
  publish(row);
  const keyPair = await multikey.from(
    {type: 'Multikey', id: row.method, controller: row.did, ...row.key});
  const verifier = keyPair.verifier();
  const signing = new DataIntegrityProof({signer: keyPair.signer(), cryptosuite: sign});
  const checking = new DataIntegrityProof({cryptosuite: {...verify, createVerifier: async () => verifier}});
  const checkStatus = async () => ({verified: true});
  jobs[`issue ${name}`] = {
    next: endless(row.unsigned),
    work: credential => vc.issue({credential, suite: signing, documentLoader})
  };
  jobs[`verify ${name}`] = {
    next: endless(row.signed),
    work: async text => {
      const credential = JSON.parse(text);
      const result = await vc.verifyCredential({credential, suite: checking, documentLoader, checkStatus});
      if(!result.verified) {
        throw result.error;
      }
    }
  };
}

const BATCH_S = 0.02; // as in lane.py

async function measure({next, work}, seconds) {
  let count = 0;
  let cpu = 0;
  let batch = 1;
  while(cpu < seconds) {
    const started = process.cpuUsage(); // all its threads, as process_time in Python
    for(let i = 0; i < batch; ++i) {
      await work(next());
    }
    const {user, system} = process.cpuUsage(started);
    const took = (user + system) / 1e6;
    count += batch;
    cpu += took;
    if(took < BATCH_S / 2) {
      batch *= 2;
    }
  }
  return {count, cpu};
}

async function answer({op, task, row, text, seconds}) {
  if(op === 'jobs') {
    return {jobs: Object.keys(jobs).map(name => [name.slice(0, name.indexOf(' ')), name.slice(name.indexOf(' ') + 1)])};
  }
  if(op === 'judge') {
    return jobs[`verify ${row}`].work(text).then(
      () => ({ok: true, detail: ''}), error => ({ok: false, detail: String(error)}));
  }
  const job = jobs[`${task} ${row}`];
  return op === 'make' ? {made: JSON.stringify(await job.work(job.next()))} : measure(job, seconds);
}

// Not node:readline, which also ends a line at U+2028.
let rest = '';
for await (const chunk of process.stdin.setEncoding('utf8')) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for(const line of lines) {
    process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
  }
}

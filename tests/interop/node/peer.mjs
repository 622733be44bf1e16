// The peers written in JavaScript, behind the protocol of ../peers/README.md: one JSON request a line on standard
// input, one JSON reply a line on standard output, in the same order. Nothing here reaches the network: a document
// that is not in a request (or was not given by an earlier "serve") does not exist.
import dns from 'node:dns';
import {readFileSync} from 'node:fs';
import net from 'node:net';
import process from 'node:process';

// ---- the world as the peers see it ---------------------------------------------------------------------------------
// All of this stands before the peers are imported: some of them keep what they find while they load.

const kept = {}; // documents given by "serve", for the whole session
let served = kept; // URL -> document, for the request that is being answered
let missed = []; // the URLs that were asked for in vain

function find(url) {
  if(Object.hasOwn(served, url)) {
    return served[url];
  }
  if(!missed.includes(url)) {
    missed.push(url);
  }
  return undefined;
}

globalThis.fetch = async input => {
  const document = find(typeof input === 'string' ? input : input.url ?? String(input));
  if(document === undefined) {
    return new Response('not given to the peer', {status: 404});
  }
  const body = typeof document === 'string' ? document : JSON.stringify(document);
  return new Response(body, {headers: {'content-type': 'application/json'}});
};

function refuseNetwork() {
  throw new Error('a peer has no network');
}
net.Socket.prototype.connect = refuseNetwork; // http, https and tls all connect through it
dns.lookup = refuseNetwork;
dns.promises.lookup = refuseNetwork;

const RealDate = Date;
let pinned = null; // the instant of the request, in milliseconds; null: the machine's clock
let requests = 0;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length > 0 ? args : [pinned ?? RealDate.now()]));
  }

  // What only caches and time-outs read. Ten seconds later at each request, because a DID document found for one
  // request must not be remembered (for five seconds) in the next.
  static now() {
    return RealDate.now() + requests * 10_000;
  }
};

const reply = process.stdout.write.bind(process.stdout);
for(const name of ['log', 'info', 'warn', 'debug']) {
  console[name] = console.error; // standard output belongs to the protocol
}

const vc = await import('@digitalbazaar/vc');
const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite: eddsaRdfc2022} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {cryptosuite: ecdsaRdfc2019} = await import('@digitalbazaar/ecdsa-rdfc-2019-cryptosuite');
const eddsaJcs2022 = await import('@digitalbazaar/eddsa-jcs-2022-cryptosuite');
const Ed25519Multikey = await import('@digitalbazaar/ed25519-multikey');
const EcdsaMultikey = await import('@digitalbazaar/ecdsa-multikey');
const didKey = (await import('@digitalbazaar/did-method-key')).driver();
const bitstringStatusList = await import('@digitalbazaar/vc-bitstring-status-list');
const contexts = (await import('@digitalbazaar/security-document-loader')).securityLoader().build();
const verifierCore = await import('@digitalcredentials/verifier-core');
const {default: jsonld} = await import('jsonld');

// ---- Digital Bazaar ------------------------------------------------------------------------------------------------

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
didKey.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
didKey.use({multibaseMultikeyHeader: 'zDna', fromMultibase: EcdsaMultikey.from});
didKey.use({multibaseMultikeyHeader: 'z82L', fromMultibase: EcdsaMultikey.from});

const ISSUING = {
  'eddsa-rdfc-2022': {kinds: ['Ed25519'], multikey: Ed25519Multikey, cryptosuite: () => eddsaRdfc2022},
  'ecdsa-rdfc-2019': {kinds: ['P-256', 'P-384'], multikey: EcdsaMultikey, cryptosuite: () => ecdsaRdfc2019},
  'eddsa-jcs-2022': {kinds: ['Ed25519'], multikey: Ed25519Multikey, cryptosuite: eddsaJcs2022.createSignCryptosuite}
};
const VERIFYING = [eddsaRdfc2022, ecdsaRdfc2019, eddsaJcs2022.createVerifyCryptosuite()]
  .map(cryptosuite => new DataIntegrityProof({cryptosuite}));

function didWebUrl(did) {
  const [host, ...path] = did.slice('did:web:'.length).split(':').map(decodeURIComponent);
  return path.length > 0 ? `https://${host}/${path.join('/')}/did.json` : `https://${host}/.well-known/did.json`;
}

// The loader that the library asks its user to bring. The contexts the library ships come last.
async function documentLoader(url) {
  const [base, fragment] = url.split('#');
  if(base.startsWith('did:key:')) {
    return {contextUrl: null, documentUrl: url, document: await didKey.get({url})};
  }
  if(fragment === undefined || Object.hasOwn(served, url)) {
    const document = find(base.startsWith('did:web:') ? didWebUrl(base) : url);
    if(document !== undefined) {
      return {contextUrl: null, documentUrl: url, document: structuredClone(document)};
    }
    const known = await contexts(url).catch(() => null);
    if(known) {
      missed = missed.filter(missing => missing !== url);
      return known;
    }
    throw new Error(`${url} is not among the documents of the request`);
  }
  const {document: controller} = await documentLoader(base);
  const method = Object.values(controller).flat().find(node => node?.id === url);
  if(!method) {
    throw new Error(`${base} has no ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: {'@context': MULTIKEY, ...method}};
}

// Every message in an error and in the errors it gathers, outermost first.
function reasons(error) {
  const messages = [error.message, ...[error.cause, ...error.errors ?? []].filter(Boolean).flatMap(reasons)];
  return [...new Set(messages)];
}

async function digitalBazaarVerifies({document, now}) {
  const result = await vc.verifyCredential({
    credential: document, suite: VERIFYING, documentLoader, checkStatus: bitstringStatusList.checkStatus,
    ...(now && {now})
  });
  const set = (result.statusResult?.results ?? []).filter(({status}) => status)
    .map(({credentialStatus}) => credentialStatus.statusPurpose);
  const ended = set.filter(purpose => purpose === 'revocation' || purpose === 'suspension');
  const errors = [result.error, result.statusResult?.error].filter(Boolean).flatMap(reasons);
  return {
    ok: result.verified && ended.length === 0,
    detail: [...errors, ...ended.map(purpose => `the ${purpose} bit is set`)].join('; ') || 'verified'
  };
}

async function digitalBazaarIssues({suite, key, credential, verificationMethod, created}) {
  const {kinds, multikey, cryptosuite} = ISSUING[suite] ?? {kinds: []};
  if(!kinds.includes(key.kind)) {
    return {ok: false, unsupported: true, detail: `no ${suite} with a ${key.kind} key`};
  }
  const controller = verificationMethod.split('#')[0];
  const {secretKeyMultibase, publicKeyMultibase} = key;
  const keyPair = await multikey.from(
    {type: 'Multikey', id: verificationMethod, controller, secretKeyMultibase, publicKeyMultibase});
  const proof = new DataIntegrityProof(
    {signer: keyPair.signer(), cryptosuite: cryptosuite(), ...(created && {date: created})});
  return {ok: true, document: await vc.issue({credential, suite: proof, documentLoader})};
}

// ---- DCC verifier-core ---------------------------------------------------------------------------------------------

// It reports step by step. Whether the issuer is in a registry is told apart: none is given here.
async function dccVerifies({document}) {
  const result = await verifierCore.verifyCredential({credential: document, knownDIDRegistries: []});
  const steps = (result.log ?? []).filter(({id}) => id !== 'registered_issuer');
  const failed = steps.filter(({valid}) => valid !== true)
    .map(({id, error}) => error ? `${id}: ${error.message}` : id);
  const errors = [...result.errors ?? [], result.error].filter(Boolean)
    .map(({name, message}) => `${name}: ${message}`);
  const signed = steps.some(({id, valid}) => id === 'valid_signature' && valid);
  return {
    ok: signed && failed.length === 0 && errors.length === 0,
    detail: [...errors, ...failed].join('; ') || steps.map(({id}) => id).join(', ') || 'no step was reported'
  };
}

// ---- the protocol --------------------------------------------------------------------------------------------------

const PEERS = {
  'db-vc': {
    packages: [
      'vc', 'data-integrity', 'eddsa-rdfc-2022-cryptosuite', 'ecdsa-rdfc-2019-cryptosuite',
      'eddsa-jcs-2022-cryptosuite', 'vc-bitstring-status-list'
    ].map(name => `@digitalbazaar/${name}`),
    verify: digitalBazaarVerifies,
    issue: digitalBazaarIssues,
    suites: {
      verify: Object.fromEntries(Object.entries(ISSUING).map(([suite, {kinds}]) => [suite, kinds])),
      issue: Object.fromEntries(Object.entries(ISSUING).map(([suite, {kinds}]) => [suite, kinds]))
    }
  },
  'dcc-verifier-core': {
    packages: ['@digitalcredentials/verifier-core'],
    verify: dccVerifies,
    suites: {verify: {'eddsa-rdfc-2022': ['Ed25519']}, issue: {}}
  }
};

function info() {
  const describe = ({packages, suites}) => {
    const manifests = packages.map(name =>
      JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')));
    return {
      versions: Object.fromEntries(manifests.map(({name, version}) => [name, version])),
      ...suites
    };
  };
  return {ok: true, peers: Object.fromEntries(Object.entries(PEERS).map(([name, peer]) => [name, describe(peer)]))};
}

async function verify(request) {
  const peer = PEERS[request.peer];
  if(request.format === 'jwt') {
    return {ok: false, unsupported: true, detail: `${request.peer} reads embedded proofs only`};
  }
  const document = structuredClone(request.document);
  const proofs = [document.proof].flat().filter(Boolean);
  if(request.unwrapProof && proofs.length === 1) {
    document.proof = proofs[0];
  }
  const foreign = proofs.map(proof => proof.cryptosuite).find(suite => suite && !(suite in peer.suites.verify));
  if(foreign) {
    return {ok: false, unsupported: true, detail: `${request.peer} does not read ${foreign}`};
  }
  return peer.verify({...request, document});
}

async function issue(request) {
  const peer = PEERS[request.peer];
  if(!peer.issue) {
    return {ok: false, unsupported: true, detail: `${request.peer} does not issue`};
  }
  const multibase = request.key.publicKeyMultibase;
  const verificationMethod = request.verificationMethod ?? `did:key:${multibase}#${multibase}`;
  return peer.issue({...request, verificationMethod, credential: structuredClone(request.credential)});
}

// What a document states, in canonical N-Quads: by the expansion and the RDFC-1.0 that Digital Bazaar's suites hash.
async function statements({document, hash}) {
  const nquads = await jsonld.canonize(structuredClone(document), {
    algorithm: 'RDFC-1.0', messageDigestAlgorithm: hash, format: 'application/n-quads', safe: true, documentLoader
  });
  return {ok: true, nquads};
}

function serve({documents}) {
  Object.assign(kept, documents);
  return {ok: true, documents: Object.keys(kept).length};
}

const OPERATIONS = {info, verify, issue, statements, serve};

async function answer(line) {
  const request = JSON.parse(line);
  if(!Object.hasOwn(OPERATIONS, request.op) || (request.peer && !Object.hasOwn(PEERS, request.peer))) {
    throw new Error(`no operation ${request.op} of peer ${request.peer}`);
  }
  served = {...kept, ...request.documents};
  missed = [];
  requests += 1;
  const instant = request.now ?? request.created;
  pinned = instant ? RealDate.parse(instant) : null;
  // Whatever a peer throws at a document is its answer to that document.
  const result = await Promise.resolve(request).then(OPERATIONS[request.op])
    .catch(error => ({ok: false, detail: reasons(error).join('; ')}));
  if(request.op !== 'verify') {
    return result;
  }
  const unsupported = result.unsupported ?? false;
  const detail = !result.ok && missed.length > 0 ? `${result.detail}; not given: ${missed.join(', ')}` : result.detail;
  return {ok: result.ok, detail, unsupported, missing: missed};
}

// Not node:readline, which also ends a line at U+2028.
async function* lines(stream) {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    yield* parts;
  }
}

for await (const line of lines(process.stdin)) {
  const result = await answer(line).catch(error => ({ok: false, error: reasons(error).join('; ')}));
  reply(JSON.stringify(result) + '\n');
}

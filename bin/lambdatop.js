#!/usr/bin/env node
// Written so that even Node 12 parses and runs it: an old Node gets one line it understands, not a stack trace.
const OLDEST = [22, 12];
const version = process.versions.node.split('.').map(Number);

function refuse(reason) {
  process.stderr.write(`lambdatop: ${reason}\n`);
  process.exitCode = 2;
}

// Spares every later start about a third of the parsing. Not in /tmp, where Node would put it: what another user
// of a shared machine can write there must not become our code.
function enableCompileCache() {
  const home = process.env.HOME;
  const caches = process.env.XDG_CACHE_HOME || (home && `${home}/.cache`);
  if (caches) process.getBuiltinModule('node:module').enableCompileCache(`${caches}/lambdatop`);
}

if (version[0] < OLDEST[0] || (version[0] === OLDEST[0] && version[1] < OLDEST[1])) {
  refuse(`needs Node ${OLDEST.join('.')} or newer, and this is Node ${process.versions.node}`);
} else {
  enableCompileCache();
  import('../dist/lambdatop.js').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/\/dist\/lambdatop\.js$/.test(error.url)) throw error;
    refuse('not built yet: run `npm run build` first');
  });
}

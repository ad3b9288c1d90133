/**
 * The import rules of ARCHITECTURE.md ("What may import what"), held by `npm test`.
 * Each layer lists all it may reach inside the project; whatever is not listed is an error.
 * Types count too: a screen that names a gateway's type already knows too much.
 */
const SDK = '^node_modules/(@aws-sdk|@smithy|@aws-crypto|@aws)/';
const DRAWING = '^node_modules/(ink|react|zustand)/';

/** Files of `layer` may import only `allowed` layers (themselves and `domain` always). */
const layer = (path, allowed) => ({
  name: `layer ${path}`,
  severity: 'error',
  from: { path: `^${path}/` },
  to: { path: '^(src|screens)/', pathNot: [`^${path}/`, ...allowed.map((other) => `^${other}/`)] },
});

export default {
  forbidden: [
    layer('src/domain', []),
    layer('src/gateways', ['src/domain']),
    layer('src/stores', ['src/domain']),
    layer('src/journal', ['src/domain']),
    layer('src/feeds', ['src/domain', 'src/gateways', 'src/stores']),
    layer('src/operations', ['src/domain', 'src/gateways', 'src/journal']),
    layer('src/keys', ['src/domain']),
    layer('src/ui', ['src/domain', 'src/keys']),
    layer('src/rollouts', ['src/domain', 'src/gateways', 'src/feeds', 'src/operations', 'src/journal']),
    layer('src/cli', [
      'src/domain',
      'src/gateways',
      'src/feeds',
      'src/operations',
      'src/journal',
      'src/rollouts',
      // What a feed has read lies in its store.
      'src/stores',
    ]),
    layer('src/demo', []),
    layer('screens', ['src/domain', 'src/ui', 'src/keys', 'src/stores']),
    {
      name: 'gateways/aws is used only where things are wired',
      severity: 'error',
      from: { path: '^src/(gateways/(?!aws/)|stores|feeds|operations|journal)|^screens/' },
      to: { path: '^src/gateways/aws/' },
    },
    {
      name: 'only gateways/aws knows the SDK',
      severity: 'error',
      from: { path: '^(src|screens)/', pathNot: '^src/gateways/aws/' },
      to: { path: SDK },
    },
    {
      name: 'domain is pure',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev'],
        pathNot: '^node_modules/string-width/|^(node:)?util$',
      },
    },
    {
      name: 'only ui, screens and the console draw',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(ui|stores|main|console)' },
      to: { path: DRAWING },
    },
    {
      name: 'only main and the console know the screens',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|console)' },
      to: { path: '^screens/' },
    },
    {
      // A part may name the type of the whole it is made for; at run time nothing may need itself.
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'the product never needs a development package',
      severity: 'error',
      from: { path: '^(src|screens)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

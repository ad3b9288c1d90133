import { FAULT_KINDS } from './faults.ts';

/** What `GET /_control/` answers: every lever of the control endpoint, with an example of its body. */
export const LEVERS = {
  'GET /_control/world': 'seed, scenario, account, Region, clock and what there is',
  'GET /_control/requests': 'which operations were called, and how often',
  'POST /_control/faults': {
    does: 'makes matching calls misbehave; a list of rules adds several',
    kinds: FAULT_KINDS,
    body: { kind: 'throttle', service: 'lambda', operation: 'ListFunctions', after: 2, count: 1 },
    members: {
      match: 'only calls whose path or body contains this text',
      after: 'so many matching calls pass unharmed first: 2 hits the third',
      count: 'so many calls are hit; all until cleared when left out',
      delayMs: 'of a delay',
      retryAfterS: 'of a throttle or an error',
      entries: 'of partial: how many entries of each batch fail',
      updates: 'of truncate: how many updates of an event stream arrive whole',
      status: 'of error, html and partial',
      name: 'of error and partial',
      message: 'of error and partial',
    },
  },
  'GET /_control/faults': 'the rules in force, with how many calls each has seen and hit',
  'DELETE /_control/faults': 'takes all rules back, or one with ?id=N',
  'PUT /_control/access': {
    does: "moves the server's clock, or accepts certain credentials only; null takes it back",
    body: { clockSkewMs: 600_000, credentials: [{ accessKeyId: 'AKIAEXAMPLE' }] },
  },
  'GET /_control/access': 'what was told about access',
  'PUT /_control/quotas': { does: "enforces AWS's request quotas, or not", body: { isEnforced: true } },
  'GET /_control/quotas': 'whether they are enforced',
  'PUT /_control/versions': {
    does: 'lets a published version fail more or less often, take longer, or never be provisioned, from now on',
    body: {
      function: 'checkout-api-prod',
      version: '42',
      errorShare: 0.5,
      durationFactor: 1.7,
      failsToProvision: false,
    },
  },
  'GET /_control/versions': 'the versions that are not like the others of their function',
  'POST /_control/heal': {
    does: 'repairs the functions that fail on messages, all or one',
    body: { function: 'orders-fulfilment-worker' },
  },
  'POST /_control/poison': {
    does: 'breaks them again; a function that was sound fails on whatever it is given',
    body: { function: 'orders-fulfilment-worker' },
  },
  'GET /_control/poison': 'the functions that fail on messages, with the errors they throw',
} as const;

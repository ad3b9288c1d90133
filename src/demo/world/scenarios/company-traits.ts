import type { FunctionSpec } from '../function-spec.ts';
import { companyAttachments } from './company-attachments.ts';

type Traits = Partial<FunctionSpec>;

const DATADOG = 'arn:aws:lambda:eu-west-1:464622532012:layer:Datadog-Extension:65';
const INSIGHTS = 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53';
const SHARED_ROLE = 'legacy-lambda-basic-execution';

/** What is in trouble when the world is born; minutes are relative to that moment. */
const TROUBLED: Readonly<Record<string, Traits>> = {
  'payments-webhook-adyen-prod': {
    troubles: [{ kind: 'errors', amount: 0.34, from: -22 }],
    lastChangedMinutesAgo: 24,
  },
  'notify-sms-sender': { troubles: [{ kind: 'errors', amount: 0.15, from: -5, until: 3, every: 45 }] },
  'catalog-legacy-soap-bridge': { errorShare: 0.08, role: SHARED_ROLE },
  'checkout-address-lookup-prod': { troubles: [{ kind: 'slow', amount: 3.4, from: -18 }], slowShare: 0.04 },
  'billing-vat-id-check': { slowShare: 0.06, slowFactor: 14, timeoutS: 10 },
  'warehouse-stock-sync': { troubles: [{ kind: 'behind', amount: 45_000, from: -40 }] },
  'analytics-clickstream-enrich': {
    troubles: [{ kind: 'behind', amount: 2_500, from: -14, until: 2, every: 120 }],
  },
  'shipping-tracking-ingest': { troubles: [{ kind: 'surge', amount: 3, from: -9, until: 12, every: 180 }] },
  // Both ask for more concurrency than they reserve.
  'image-resize-worker-large': { reserved: 2, memoryMb: 3008, ephemeralMb: 4096 },
  'partner-marketplace-sync-worker': { reserved: 1 },
  'media-legacy-thumbnailer': { killedMinutesAgo: 47, role: SHARED_ROLE },
  'image-virus-scan': {
    deadLetterQueue: 'image-virus-scan-dlq',
    troubles: [{ kind: 'dead-letter-errors', amount: 2, from: -90 }],
    memoryMb: 2048,
  },
};

/** Functions behind aliases: one in the middle of a canary, two with provisioned concurrency. */
const ALIASED: Readonly<Record<string, Traits>> = {
  'checkout-api-prod': {
    versions: 42,
    aliases: [
      { name: 'live', version: 41, weights: { '42': 0.1 } },
      { name: 'previous', version: 40 },
    ],
    entrances: [{ qualifier: 'live', share: 1 }],
    versionTraits: { 42: { errorFactor: 6, durationFactor: 1.3 } },
    errorShare: 0.004,
    lastChangedMinutesAgo: 31,
    tracing: true,
  },
  'checkout-risk-score-prod': { versions: 12, aliases: [{ name: 'live', version: 12 }] },
  'orders-api-prod': { versions: 18, aliases: [{ name: 'prod', version: 18 }], snapStart: true },
  'orders-stream-consumer': { versions: 7, aliases: [{ name: 'live', version: 7 }] },
  'payments-authorise-prod': {
    versions: 23,
    aliases: [{ name: 'live', version: 22 }],
    snapStart: true,
    reserved: 40,
  },
  'payments-ledger-writer': { versions: 9, aliases: [{ name: 'live', version: 9 }] },
  'catalog-api-prod': {
    versions: 64,
    aliases: [{ name: 'live', version: 64 }],
    provisioned: [{ qualifier: 'live', requested: 12 }],
  },
  'identity-jwt-authorizer': {
    versions: 15,
    aliases: [{ name: 'live', version: 15 }],
    provisioned: [{ qualifier: 'live', requested: 8 }],
    logGroup: '/company/identity',
    jsonLogs: true,
  },
  'identity-jwt-authorizer-v2': {
    versions: 3,
    aliases: [{ name: 'live', version: 3 }],
    logGroup: '/company/identity',
    jsonLogs: true,
  },
  'partner-orders-api-v2': {
    versions: 6,
    aliases: [{ name: 'live', version: 6 }],
    entrances: [
      { qualifier: 'live', share: 0.8 },
      { qualifier: '$LATEST', share: 0.2 },
    ],
  },
  'billing-tax-calculation-prod': {
    versions: 5,
    aliases: [{ name: 'prod', version: 5 }],
    entrances: [
      { qualifier: 'prod', share: 0.95 },
      { qualifier: '4', share: 0.05 },
    ],
  },
};

/** What an audit of this company would find, and what it would be glad to see. */
const CONFIGURED: Readonly<Record<string, Traits>> = {
  // Its starts and reports are not logged: cold starts and durations are to be had from metrics only.
  'identity-token-refresh': { systemLogLevel: 'WARN' },
  'payments-capture-worker': { reserved: 50, vpc: 3 },
  'payments-card-vault-proxy': {
    vpc: 3,
    customerKey: true,
    environment: { VAULT_URL: 'https://vault.internal' },
  },
  'payments-webhook-stripe-prod': {
    environment: { STRIPE_WEBHOOK_SECRET: 'whsec_example_not_a_real_secret', LOG_LEVEL: 'info' },
  },
  'payments-reconcile-nightly': { vpc: 1 },
  'orders-fulfilment-worker': { reserved: 100 },
  'checkout-order-confirmation-email': { deadLetterQueue: 'checkout-async-dlq' },
  'orders-refund-saga-start': { deadLetterQueue: 'orders-async-dlq' },
  'orders-refund-saga-compensate': { deadLetterQueue: 'orders-async-dlq' },
  'notify-email-sender': { reserved: 60, layers: [DATADOG] },
  'notify-push-sender': { reserved: 60, layers: [DATADOG] },
  'image-resize-worker': { reserved: 80, memoryMb: 1769, layers: ['sharp-imaging:14'], ephemeralMb: 2048 },
  'image-metadata-extractor': { layers: ['exif-tools:3', INSIGHTS] },
  'partner-orders-api-v1': {
    role: SHARED_ROLE,
    environment: { DB_HOST: 'partners.cluster.internal', DB_PASSWORD: 'example-not-a-real-password' },
  },
  'partner-sftp-poller': { vpc: 'left', role: SHARED_ROLE },
  'warehouse-scanner-ingest': { vpc: 2 },
  'warehouse-stock-sync': { vpc: 2, layers: ['warehouse-common:31'] },
  'billing-credit-note-api': { vpc: 2 },
  'catalog-search-indexer-green': { state: 'Inactive' },
  'orders-backfill-2024-customer-segment-attribution-recalculations': { state: 'Inactive', vpc: 2 },
  'forecasting-demand-batch': { state: 'Failed', shape: 'idle' },
  'platform-acm-expiry-check': { role: SHARED_ROLE },
  'platform-snapshot-retention': { role: SHARED_ROLE },
  'kpi-report-mailer': { role: SHARED_ROLE },
};

/** A function's spec with what is special about it, by its name and its team's habits. */
export function withTraits(spec: FunctionSpec): FunctionSpec {
  const isNode = spec.runtime?.startsWith('nodejs2') === true;
  const isPython = spec.runtime?.startsWith('python3.12') === true;
  const isRegulated = spec.team === 'payments' || spec.team === 'billing';
  return {
    ...spec,
    arm: isNode || spec.runtime === 'provided.al2023',
    tracing: spec.source === 'sync' && spec.team !== 'partner',
    environment: { STAGE: spec.name.endsWith('-staging') ? 'staging' : 'prod', LOG_LEVEL: 'info' },
    ...(spec.runtime === 'nodejs24.x' ? { jsonLogs: true } : {}),
    ...(isPython ? { layers: ['powertools-python:8'] } : {}),
    ...(isRegulated && !isNode ? { vpc: 2 as const } : {}),
    ...CONFIGURED[spec.name],
    ...ALIASED[spec.name],
    ...TROUBLED[spec.name],
    ...companyAttachments[spec.name],
  };
}

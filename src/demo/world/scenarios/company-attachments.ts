import type { FunctionSpec } from '../function-spec.ts';

/** What hangs on some of the company's functions: for an audit to find, or to be glad to see. */
export const companyAttachments: Readonly<Record<string, Partial<FunctionSpec>>> = {
  'partner-orders-api-v1': { publicAccess: 'open' },
  'partner-orders-api-v2': { publicAccess: 'open-to-accounts' },
  'notify-slack-oncall-relay': { publicAccess: 'organisation' },
  'image-metadata-extractor': { publicAccess: 's3-any-account', onFailureQueue: 'media-async-failures' },
  'payments-webhook-paypal-prod': { url: 'NONE', publicAccess: 'function-url' },
  'platform-github-webhook': { url: 'NONE', publicAccess: 'function-url' },
  // A public URL that nobody is allowed to call.
  'returns-portal-api': { url: 'NONE' },
  'analytics-dashboard-api': { url: 'AWS_IAM' },
  'notify-bounce-handler': { onFailureQueue: 'notify-async-failures', retries: 1 },
  'checkout-abandoned-cart-reminder': { onFailureQueue: 'checkout-async-failures', eventAgeS: 3600 },
  'billing-usage-aggregator': { onFailureQueue: 'billing-async-failures', retries: 0 },
  'orders-refund-saga-start': { retries: 0, allowsRecursion: true },
  'payments-authorise-prod': { codeSigning: 'Enforce' },
  'payments-card-vault-proxy': { codeSigning: 'Enforce' },
  'payments-webhook-stripe-prod': { codeSigning: 'Warn' },
  'orders-api-prod': { runtimeUpdates: 'FunctionUpdate' },
  'billing-tax-calculation-prod': { runtimeUpdates: 'Manual' },
};

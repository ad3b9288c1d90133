import type { FunctionSpec } from '../function-spec.ts';
import type { Shape, Source } from '../traffic/profile.ts';

/**
 * The company's functions, a line each: name, runtime, shape of the day, how invoked, invocations a
 * minute on average, median duration in ms. What is special about some stands in `company-traits.ts`.
 */
const TEAMS: Readonly<Record<string, string>> = {
  checkout: `
    checkout-api-prod nodejs22.x day sync 2300 62
    checkout-api-staging nodejs22.x office sync 4 71
    checkout-cart-merge-prod nodejs22.x day sync 410 38
    checkout-cart-expiry-sweeper nodejs20.x every5 schedule 0.2 2100
    checkout-shipping-options-prod nodejs22.x day sync 880 95
    checkout-voucher-validate-prod nodejs22.x day sync 640 24
    checkout-address-lookup-prod python3.12 day sync 520 180
    checkout-order-confirmation-email nodejs22.x day async 140 310
    checkout-abandoned-cart-reminder python3.12 hourly schedule 3 640
    checkout-session-token-authorizer nodejs24.x day sync 3900 7
    checkout-3ds-callback-prod java21 day sync 130 240
    checkout-risk-score-prod python3.12 day sync 610 130`,
  orders: `
    orders-api-prod java21 day sync 1450 48
    orders-api-staging java21 office sync 3 66
    orders-stream-consumer nodejs22.x day stream 960 88
    orders-stream-consumer-replay nodejs22.x rare stream 0.02 120
    orders-projection-builder java17 day stream 720 54
    orders-event-publisher nodejs22.x day stream 690 31
    orders-fulfilment-worker python3.12 day queue 380 420
    orders-fulfilment-worker-priority python3.12 day queue 60 390
    orders-cancel-worker python3.12 day queue 18 210
    orders-refund-saga-start nodejs22.x day async 14 160
    orders-refund-saga-compensate nodejs22.x rare async 0.02 230
    orders-invoice-number-allocator nodejs20.x day sync 150 19
    orders-export-erp-nightly java11 night schedule 1 5400
    orders-archive-to-glacier python3.9 night schedule 1 3900
    orders-search-indexer nodejs22.x day stream 700 47
    orders-backfill-2024-customer-segment-attribution-recalculations python3.12 idle async 0 900`,
  payments: `
    payments-authorise-prod java21 day sync 310 390
    payments-capture-worker java21 day queue 240 450
    payments-webhook-stripe-prod nodejs22.x day sync 420 33
    payments-webhook-adyen-prod nodejs22.x day sync 160 35
    payments-webhook-paypal-prod nodejs22.x day sync 95 41
    payments-reconcile-nightly python3.12 night schedule 2 8200
    payments-ledger-writer java21 day queue 680 28
    payments-dispute-intake python3.11 rare async 0.02 520
    payments-payout-scheduler dotnet8 hourly schedule 0.6 1900
    payments-card-vault-proxy provided.al2023 day sync 330 12
    payments-fx-rate-refresh nodejs22.x every5 schedule 0.2 860
    payments-fraud-feature-extractor image day stream 540 150
    payments-fraud-model-inference image day sync 300 210`,
  catalog: `
    catalog-api-prod nodejs22.x day sync 5600 21
    catalog-api-staging nodejs22.x office sync 6 29
    catalog-graphql-gateway nodejs24.x day sync 2800 44
    catalog-price-update-consumer python3.12 day queue 210 75
    catalog-import-supplier-feed python3.12 hourly schedule 2 12000
    catalog-import-supplier-feed-validator python3.12 hourly async 6 480
    catalog-import-supplier-feed-deduplicator-and-normaliser-eu-west python3.12 hourly async 6 530
    catalog-search-indexer-blue nodejs22.x day stream 340 66
    catalog-search-indexer-green nodejs22.x idle stream 0 66
    catalog-availability-cache-warmer nodejs22.x every5 schedule 0.4 1500
    catalog-recommendations-similar-items image day sync 900 85
    catalog-recommendations-trainer image night schedule 0.2 240000
    catalog-sitemap-generator nodejs18.x night schedule 0.2 21000
    catalog-legacy-soap-bridge go1.x office sync 9 130
    catalog-image-url-signer nodejs22.x day sync 3100 5`,
  media: `
    image-resize-worker nodejs22.x day queue 260 740
    image-resize-worker-large image day queue 22 3100
    image-upload-presign nodejs22.x day sync 75 14
    image-virus-scan image day async 70 2600
    image-metadata-extractor python3.12 day async 74 190
    image-thumbnail-cdn-purge nodejs22.x day async 31 90
    video-transcode-start nodejs22.x office async 3 260
    video-transcode-status-poller nodejs22.x every5 schedule 0.2 430
    media-orphan-cleanup python3.9 night schedule 0.3 7200
    media-legacy-thumbnailer nodejs16.x day async 12 880`,
  billing: `
    nightly-invoice-pdf python3.12 night schedule 14 2300
    nightly-invoice-mailer nodejs22.x night async 14 280
    nightly-dunning-run python3.12 night schedule 0.5 9800
    billing-subscription-renewal-worker python3.12 day queue 44 350
    billing-usage-aggregator python3.13 every5 schedule 0.2 6400
    billing-usage-meter-ingest provided.al2023 flat stream 1200 16
    billing-tax-calculation-prod java17 day sync 520 58
    billing-vat-id-check python3.11 day sync 22 610
    billing-credit-note-api dotnet8 office sync 7 120
    billing-sepa-file-export java11 night schedule 0.1 44000`,
  identity: `
    identity-login-prod nodejs24.x day sync 460 130
    identity-token-refresh nodejs24.x day sync 1900 11
    identity-jwt-authorizer nodejs24.x day sync 6000 4
    identity-jwt-authorizer-v2 nodejs24.x day sync 900 4
    identity-password-reset-mail nodejs22.x day async 5 270
    identity-mfa-challenge-sms nodejs22.x day async 28 340
    identity-user-pool-pre-signup nodejs20.x day sync 13 44
    identity-user-pool-post-confirm nodejs20.x day sync 11 60
    identity-gdpr-export-builder python3.12 rare async 0.01 31000
    identity-gdpr-erasure-worker python3.12 rare queue 0.01 8800
    identity-bot-score python3.12 day sync 770 36`,
  notify: `
    notify-email-sender nodejs22.x day queue 330 210
    notify-push-sender nodejs22.x day queue 540 65
    notify-sms-sender nodejs22.x day queue 40 280
    notify-template-renderer nodejs22.x day sync 870 18
    notify-bounce-handler python3.12 day async 24 55
    notify-preference-api nodejs22.x day sync 190 23
    notify-digest-weekly python3.12 rare schedule 0.02 15000
    notify-slack-oncall-relay python3.13 flat async 2 140`,
  logistics: `
    shipping-label-printer java17 day queue 130 980
    shipping-rate-quote-prod nodejs22.x day sync 410 260
    shipping-tracking-ingest nodejs22.x flat queue 820 42
    shipping-tracking-webhook-dhl nodejs22.x flat sync 110 25
    shipping-tracking-webhook-ups nodejs22.x flat sync 84 27
    shipping-tracking-webhook-dpd nodejs22.x flat sync 58 26
    shipping-delivery-eta-model image day sync 230 170
    warehouse-stock-sync python3.12 flat stream 610 71
    warehouse-stock-snapshot-hourly python3.12 hourly schedule 0.1 26000
    warehouse-picker-route-optimiser image office sync 40 1900
    warehouse-scanner-ingest provided.al2023 office stream 460 9
    returns-portal-api ruby3.3 day sync 62 110
    returns-label-worker ruby3.2 day queue 12 700`,
  data: `
    analytics-clickstream-ingest provided.al2023 day stream 2600 13
    analytics-clickstream-enrich python3.12 day stream 1300 58
    analytics-sessioniser python3.12 day stream 620 140
    analytics-ga-bridge nodejs18.x hourly schedule 0.1 5200
    analytics-dashboard-api python3.12 office sync 33 640
    datalake-partition-registrar python3.12 hourly schedule 0.5 3300
    datalake-compaction-trigger python3.12 hourly schedule 0.2 900
    datalake-schema-drift-alert python3.12 every5 schedule 0.2 1200
    datalake-export-marketing-consent-audience-segments-to-partner-1 python3.12 night schedule 0.1 61000
    kpi-report-mailer python3.9 rare schedule 0.02 4100
    forecasting-demand-batch image night schedule 0.2 180000`,
  platform: `
    platform-healthcheck-canary nodejs22.x flat schedule 1 210
    platform-log-shipper-firehose nodejs22.x flat stream 760 34
    platform-cost-anomaly-report python3.12 rare schedule 0.02 9900
    platform-secrets-rotation python3.12 rare schedule 0.01 2700
    platform-acm-expiry-check python3.8 rare schedule 0.01 1800
    platform-ecr-image-cleanup python3.12 night schedule 0.1 14000
    platform-snapshot-retention python3.7 night schedule 0.1 8700
    platform-github-webhook nodejs22.x office sync 16 95
    platform-deploy-notifier nodejs22.x office async 4 150
    platform-feature-flag-sync nodejs22.x every5 schedule 0.4 320
    platform-custom-resource-handler-cfn python3.9 rare async 0.01 3500
    edge-geo-redirect-router nodejs22.x day sync 1100 3`,
  partner: `
    partner-api-gateway-authorizer nodejs22.x day sync 340 9
    partner-orders-api-v1 nodejs16.x day sync 48 160
    partner-orders-api-v2 nodejs22.x day sync 210 84
    partner-feed-generator-google-shopping python3.12 hourly schedule 0.3 38000
    partner-feed-generator-facebook python3.12 hourly schedule 0.3 34000
    partner-feed-generator-idealo python3.12 hourly schedule 0.2 27000
    partner-edi-inbound-parser dotnet8 office queue 5 900
    partner-edi-outbound-sender dotnet6 office queue 4 1100
    partner-sftp-poller python3.11 every5 schedule 0.2 4800
    partner-marketplace-sync-worker java8.al2 day queue 35 1250`,
};

/** The specs of the company's functions before their special traits. */
export function companyFunctions(): FunctionSpec[] {
  return Object.entries(TEAMS).flatMap(([team, lines]) =>
    lines
      .trim()
      .split('\n')
      .map((line): FunctionSpec => {
        const [name = '', runtime = '', shape, source, rate, medianMs] = line.trim().split(' ');
        return {
          name,
          runtime,
          team,
          shape: shape as Shape,
          source: source as Source,
          ratePerMinute: Number(rate),
          medianMs: Number(medianMs),
        };
      }),
  );
}

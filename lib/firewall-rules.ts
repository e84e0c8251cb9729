import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

type Rule = CfnWebACL.RuleProperty;

/** Seconds over which AWS WAF counts requests of an address. */
const WINDOW_SECONDS = 60;
/** Above the API's own throttle, which answers first: only a flood from a single address gets this far. */
const ABOVE_THROTTLE = 2;
/** WAF holds an address back until it calls less; asking to come back sooner than the window is no use. */
const RETRY_AFTER_SECONDS = WINDOW_SECONDS;
/** Key of the JSON body for refused floods. */
export const TOO_MANY_REQUESTS = 'too-many-requests';

/**
 * Rules of the common rule set that only count. The bodies are JSON that the functions check themselves: AIR's events are
 * larger than the rule's 8 KB, and a consumer's name or a product's text may look like an attack. A machine need not name
 * itself in a User-Agent header. A wrong 403 would make AIR and most platforms give up.
 */
export const COUNTED_RULES = [
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'EC2MetaDataSSRF_BODY',
  'NoUserAgent_HEADER',
];

/** Metrics yes, samples no: a sampled request is shown with its headers, and so with its key. */
export const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});

/** Floods from one address get 429 with Retry-After, so that a platform comes back instead of giving up. */
export function rateRule(priority: number, throttlePerSecond: number): Rule {
  return {
    name: 'flood',
    priority,
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        evaluationWindowSec: WINDOW_SECONDS,
        // WAF takes ten at least.
        limit: Math.max(10, throttlePerSecond * WINDOW_SECONDS * ABOVE_THROTTLE),
      },
    },
    action: {
      block: {
        customResponse: {
          responseCode: 429,
          customResponseBodyKey: TOO_MANY_REQUESTS,
          responseHeaders: [{ name: 'Retry-After', value: String(RETRY_AFTER_SECONDS) }],
        },
      },
    },
    visibilityConfig: visible('flood'),
  };
}

export function commonRules(priority: number): Rule {
  return {
    name: 'common',
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: 'AWSManagedRulesCommonRuleSet',
        ruleActionOverrides: COUNTED_RULES.map((name) => ({ name, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible('common'),
  };
}

/** Refuses calls of `/out` from any address that is not in one of the sets. */
export function airOnlyRule(priority: number, addressSetArns: readonly string[]): Rule {
  const fromAir = addressSetArns.map((arn) => ({ ipSetReferenceStatement: { arn } }));
  const [only] = fromAir;
  const allowed = fromAir.length === 1 && only ? only : { orStatement: { statements: fromAir } };
  return {
    name: 'air-only',
    priority,
    statement: {
      andStatement: {
        statements: [
          {
            byteMatchStatement: {
              // Behind a custom domain there is no stage in front of it.
              fieldToMatch: { uriPath: {} },
              positionalConstraint: 'CONTAINS',
              searchString: '/out/',
              textTransformations: [
                { priority: 0, type: 'URL_DECODE' },
                { priority: 1, type: 'NORMALIZE_PATH' },
                { priority: 2, type: 'LOWERCASE' },
              ],
            },
          },
          { notStatement: { statement: allowed } },
        ],
      },
    },
    action: { block: {} },
    visibilityConfig: visible('air-only'),
  };
}

/** What of Amazon EventBridge's SDK the program uses; bundled without the rest of it. */
export {
  EventBridgeClient as Client,
  ListRulesCommand as ListRules,
  ListTargetsByRuleCommand as ListTargetsByRule,
} from '@aws-sdk/client-eventbridge'

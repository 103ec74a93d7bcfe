/** Things that exist and have nothing yet: repositories without images, log groups without streams. */
import { type Body, fileName } from './store.ts'

/** Where an answer is held under one thing although other things have none of their own, what AWS says of those that do exist. */
export const emptyFor: Readonly<Record<string, { readonly exists: string; readonly thing: (body: Body, name: string) => boolean; readonly body: Body }>> = {
  'ecr:DescribeImages': {
    exists: 'ecr:DescribeRepositories',
    thing: (body, name) => body.repositories.some((one: Body) => one.repositoryName === name),
    body: { imageDetails: [] },
  },
  'logs:DescribeLogStreams': {
    exists: 'logs:DescribeLogGroups',
    thing: (body, name) => body.logGroups.some((one: Body) => one.logGroupName === name),
    body: { logStreams: [] },
  },
  'logs:DescribeSubscriptionFilters': {
    exists: 'logs:DescribeLogGroups',
    thing: (body, name) => body.logGroups.some((one: Body) => one.logGroupName === name),
    body: { subscriptionFilters: [] },
  },
  'elasticloadbalancingv2:DescribeListeners': {
    exists: 'elasticloadbalancingv2:DescribeLoadBalancers',
    thing: (body, name) => body.LoadBalancers.some((one: Body) => fileName(one.LoadBalancerName) === name),
    body: { Listeners: [] },
  },
}

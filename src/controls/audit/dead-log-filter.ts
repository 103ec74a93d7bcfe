/** A metric filter on the audit log can never match. */
import { control } from '../../model/control.ts'
import { deadBecause } from '../../reach/dead-filters.ts'

export default control({
  title: 'Metric filters on the audit log can match what it holds',
  // An alarm that cannot ring is worse than none: it is counted on.
  severity: 'medium',
  about: 'metricFilters',
  needs: ['clusters'],
  why: `
    A filter that asks for resource "secret" counts nothing, since events say "secrets". Its alarm stays green for ever, and
    everybody believes that it is watched.`,
  fix: 'Put the filter again with the value that events hold: resources in the plural and in lower case (secrets), verbs as get, list, create; codes as numbers without quotes. Try it with aws logs test-metric-filter on a real event.',
  refs: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html',
    'https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeMetricFilters:
  metricFilters:
    - {filterName: secrets, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.resource = "secrets") && (($.verb = "get") || ($.verb = "read")) }'}
    - {filterName: shells, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.subresource = exec }'}
    - {filterName: custom, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.resource = "certificate*" }'}
    - {filterName: text, logGroupName: /aws/eks/shop/cluster, filterPattern: '"system:anonymous"'}
    - {filterName: other, logGroupName: /app, filterPattern: '{ $.objectRef.resource = "secret" }'}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: secret, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.objectRef.resource = "secret") && ($.verb = "get") }'}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ ($.responseStatus.code = "401") || ($.responseStatus.code = "403") }'}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: shells, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.resource = "exec" }'}]}`,
    ],
  },
  applies({ logGroupName }, world) {
    const cluster = /^\/aws\/eks\/(.+)\/cluster$/.exec(logGroupName ?? '')?.[1]
    return cluster !== undefined && world.find('clusters', cluster) !== undefined
  },
  judge({ filterPattern }) {
    const dead = deadBecause(filterPattern)
    if (!dead) return undefined
    return {
      says: `it never matches: it wants $.${dead.path} = ${dead.asked}, but events say ${dead.events}`,
      at: 'filterPattern',
      actual: filterPattern,
      wanted: dead.events,
    }
  },
})

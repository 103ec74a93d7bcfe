/** The criteria of GuardDuty and of Inspector, for findings and for coverage. */
import { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

/** The value at a path like `service.archived`: criteria begin in lower case where findings do in upper case. */
function valueAt(thing: Body, path: string): unknown {
  return path.split('.').reduce((value: Body, step) => value?.[step.charAt(0).toUpperCase() + step.slice(1)] ?? value?.[step], thing)
}

const paths: Readonly<Record<string, string>> = { updatedAt: 'UpdatedAt', createdAt: 'CreatedAt', id: 'Id', severity: 'Severity', type: 'Type' }

/** One criterion of ListFindings: `{eq, neq, gte, ...}` in either case, times as milliseconds. */
export function meets(finding: Body, field: string, condition: Body): boolean {
  const actual = valueAt(finding, paths[field] ?? field)
  const text = String(actual ?? (field === 'service.archived' ? false : ''))
  const number = typeof actual === 'number' ? actual : Date.parse(text)
  return Object.entries(condition).every(([name, wanted]: [string, Body]) => {
    switch (name.toLowerCase()) {
      case 'eq':
      case 'equals':
        return wanted.map(String).includes(text)
      case 'neq':
      case 'notequals':
        return !wanted.map(String).includes(text)
      case 'gte':
      case 'greaterthanorequal':
        return number >= Number(wanted)
      case 'gt':
      case 'greaterthan':
        return number > Number(wanted)
      case 'lte':
      case 'lessthanorequal':
        return number <= Number(wanted)
      case 'lt':
      case 'lessthan':
        return number < Number(wanted)
      default:
        throw new Refusal('NotImplemented', `The stand-in does not heed the condition ${name}.`, 501)
    }
  })
}

const coverage: Readonly<Record<string, string>> = {
  ACCOUNT_ID: 'AccountId',
  CLUSTER_NAME: 'ResourceDetails.EksClusterDetails.ClusterName',
  RESOURCE_TYPE: 'ResourceDetails.ResourceType',
  COVERAGE_STATUS: 'CoverageStatus',
  ADDON_VERSION: 'ResourceDetails.EksClusterDetails.AddonDetails.AddonVersion',
}

/** One criterion of ListCoverage. */
export function matches(resource: Body, { CriterionKey, FilterCondition }: Body): boolean {
  const path = coverage[CriterionKey]
  if (path === undefined) throw new Refusal('NotImplemented', `The stand-in does not heed the criterion ${CriterionKey}.`, 501)
  const text = String(path.split('.').reduce((value: Body, step) => value?.[step], resource))
  return (FilterCondition?.Equals?.includes(text) ?? true) && !(FilterCondition?.NotEquals?.includes(text) ?? false)
}

const inspected: Readonly<Record<string, (thing: Body) => unknown>> = {
  resourceType: ({ resources: [resource] = [], resourceType }) => resourceType ?? resource?.type,
  findingStatus: ({ status }) => status,
  findingType: ({ type }) => type,
  severity: ({ severity }) => severity,
}

/** Inspector's filter criteria: each field must have one of its values. */
export function heeds(thing: Body, criteria: Body): boolean {
  return Object.entries(criteria).every(([field, filters]: [string, Body]) => {
    const read = inspected[field]
    return filters.some(({ comparison, value }: Body) => {
      if (!read || comparison !== 'EQUALS') throw new Refusal('NotImplemented', `The stand-in does not heed ${comparison} of ${field}.`, 501)
      return read(thing) === value
    })
  })
}

/** VPC endpoints on the way to Amazon ECR, and what their policies leave open. */
import type { PolicyStatement, VpcEndpoint } from '../model/aws.ts'
import type { World } from '../model/world.ts'
import { coversAction, coversResource, statementsOf as written } from './iam.ts'
import { allows, deniesOthers, isNarrowed, listOf, namesEveryone, ownerKeys, type PlacedStatement, principalKeys, statementsOf } from './resource-policies.ts'

export type RegistryService = 'ecr.api' | 'ecr.dkr' | 's3'

/** `com.amazonaws.us-west-2.ecr.api` -> `ecr.api`; undefined for endpoints that pulls do not use. */
export function serviceOf({ ServiceName }: VpcEndpoint): RegistryService | undefined {
  const [, service] = /\.(ecr\.api|ecr\.dkr|s3)$/.exec(ServiceName ?? '') ?? []
  return service as RegistryService | undefined
}

/** False only where it is certain that the endpoint is in another VPC than the cluster's. */
export function mayServeCluster({ VpcId }: VpcEndpoint, world: World<'clusters'>): boolean {
  const clusters = world.seen('clusters').things
  return clusters.length === 0 || VpcId === undefined || clusters.some(({ resourcesVpcConfig }) => (resourcesVpcConfig?.vpcId ?? VpcId) === VpcId)
}

/** Signing in needs no resource, and gives nothing away. */
const isLogin = ({ Action }: PolicyStatement): boolean =>
  listOf(Action).length > 0 && listOf(Action).every((action) => action.toLowerCase() === 'ecr:getauthorizationtoken')

/** Whether a resource pattern leaves open whose registry, or whose bucket, it is. */
function isAnyones(resource: string): boolean {
  if (resource === '*') return true
  const [, , service = '*', , account = '', ...rest] = resource.split(':')
  if (service === 's3') return rest.join(':').startsWith('*') || account.includes('*')
  return account === '' || account.includes('*') || service.includes('*')
}

/** Statements that let nodes reach registries or buckets of anybody. */
export function openToAnyRegistry({ PolicyDocument: document }: VpcEndpoint): PlacedStatement[] {
  if (deniesOthers(document, ownerKeys)) return []
  return statementsOf(document).filter((placed) => {
    const { value } = placed
    const resources = value.NotResource !== undefined ? ['*'] : listOf(value.Resource)
    return allows(placed) && !isLogin(value) && resources.some(isAnyones) && !isNarrowed(value, ownerKeys)
  })
}

/** Statements that let credentials of any account through. */
export function openToAnyCaller({ PolicyDocument: document }: VpcEndpoint): PlacedStatement[] {
  if (deniesOthers(document, principalKeys)) return []
  return statementsOf(document).filter((placed) => allows(placed) && namesEveryone(placed.value) && !isNarrowed(placed.value, principalKeys))
}

/** Whether some statement allows the action on the resource, conditions on the caller granted. */
export function lets({ PolicyDocument: document }: VpcEndpoint, action: string, resource: string): boolean {
  return statementsOf(document).some((placed) => {
    const [statement] = written({ Statement: [placed.value] })
    return (
      allows(placed) &&
      statement !== undefined &&
      coversAction(statement, action) &&
      coversResource(statement, resource) &&
      !isNarrowed(placed.value, ownerKeys)
    )
  })
}

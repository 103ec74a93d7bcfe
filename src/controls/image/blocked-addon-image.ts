/** A VPC endpoint's policy shuts out the registry of an add-on that runs here. */
import { control } from '../../model/control.ts'
import type { World } from '../../model/world.ts'
import { lets, mayServeCluster, serviceOf } from '../../reach/ecr-endpoints.ts'
import { namedImages, parseImage } from '../../reach/images.ts'
import { ecrHostOf } from '../../reach/registry.ts'
import { isAwsAddonImage } from '../../world/addons.ts'

const node = `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: aws-node, namespace: kube-system}, spec: {template: {spec: {serviceAccountName: aws-node, containers: [{name: aws-node, image: '602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.23.1'}]}}}}
---
`
const endpoint = (resource: string) =>
  `ec2:DescribeVpcEndpoints: {VpcEndpoints: [{VpcEndpointId: vpce-1, VpcId: vpc-1, ServiceName: com.amazonaws.us-west-2.ecr.dkr, PolicyDocument: '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], "Resource": ${resource}}]}'}]}`

export default control({
  title: 'ECR endpoints let through the images of EKS add-ons',
  severity: 'medium',
  about: 'vpcEndpoints',
  needs: ['clusters', 'workloads'],
  applies: (one, world) => /^ecr/.test(serviceOf(one) ?? '') && one.PolicyDocument !== undefined && mayServeCluster(one, world),
  why: `
    Images of running add-ons lie on the nodes, so a policy that shuts out their registry is noticed when a node is replaced:
    the new one never gets its network, in the middle of a patch or an incident.`,
  fix: 'Add arn:aws:ecr:REGION:ACCOUNT:repository/* of the registry named here to the statement that allows ecr:BatchGetImage and ecr:GetDownloadUrlForLayer.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html'],
  examples: {
    good: [node + endpoint('["arn:aws:ecr:us-west-2:111122223333:repository/*", "arn:aws:ecr:us-west-2:602401143452:repository/*"]'), node + endpoint('"*"')],
    bad: [
      node + endpoint('["arn:aws:ecr:us-west-2:111122223333:repository/*"]'),
      // The repositories of one path are let through, the add-on's is another.
      node + endpoint('["arn:aws:ecr:us-west-2:602401143452:repository/eks/*"]'),
    ],
  },
  judge(one, world) {
    const blocked = addonRepositories(world).filter(({ arn }) => !['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].every((action) => lets(one, action, arn)))
    if (blocked.length > 0) {
      const names = blocked.map(({ name }) => name)
      return {
        says: `the ${serviceOf(one)} endpoint does not let nodes pull ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`,
        at: 'PolicyDocument',
        wanted: `ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on ${[...new Set(blocked.map(({ arn }) => arn.replace(/repository\/.*/, 'repository/*')))].join(', ')}`,
      }
    }
    world.all('workloads')
    return undefined
  },
})

/** Repositories of AWS from which workloads seen here come. */
function addonRepositories(world: World<'workloads'>): { name: string; arn: string }[] {
  const found = new Map<string, { name: string; arn: string }>()
  for (const workload of world.seen('workloads').things) {
    for (const { value } of namedImages(workload)) {
      const image = isAwsAddonImage(value) ? parseImage(value) : undefined
      const host = image && ecrHostOf(image.registry)
      if (!image || !host) continue
      const partition = host.region.startsWith('cn-') ? 'aws-cn' : host.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
      const arn = `arn:${partition}:ecr:${host.region}:${host.account}:repository/${image.repository}`
      found.set(arn, { name: `${host.account}/${image.repository}`, arn })
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

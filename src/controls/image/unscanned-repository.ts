/** A repository that the cluster pulls from is not scanned. */
import { control } from '../../model/control.ts'
import { objectRef } from '../../model/ref.ts'
import { scanFrequency, usersOfRepository } from '../../reach/registry.ts'

const web = `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: '111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web:1'}]}}
---
`
const repository = (
  scanOnPush: boolean,
) => `ecr:DescribeRepositories: {repositories: [{repositoryName: shop/web, repositoryUri: 111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web, imageScanningConfiguration: {scanOnPush: ${scanOnPush}}}]}
`

export default control({
  title: 'Repositories that the cluster pulls from are scanned',
  severity: 'high',
  about: 'repositories',
  needs: ['registryScanning', 'workloads'],
  // Files do not show what runs: there every repository counts.
  applies: (repository, world) =>
    world.source.scope === 'files' || usersOfRepository(repository, world).length > 0 || world.seen('workloads').gap !== undefined,
  why: `
    Images age on the shelf: a package that was fine when it was built has a published exploit a month later. Only scanning
    tells which of the images in use that is true of.`,
  fix: `aws ecr put-registry-scanning-configuration --scan-type ENHANCED --rules '[{"scanFrequency":"CONTINUOUS_SCAN","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'`,
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html'],
  examples: {
    good: [
      `${web + repository(false)}ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: ENHANCED, rules: [{scanFrequency: CONTINUOUS_SCAN, repositoryFilters: [{filter: 'shop/*', filterType: WILDCARD}]}]}}`,
      // The old flag still counts where the registry has no rules.
      `${web + repository(true)}ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: BASIC, rules: []}}`,
    ],
    bad: [
      // Enhanced scanning looks at nothing that no rule names, whatever the flag says.
      `${web + repository(true)}ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: ENHANCED, rules: [{scanFrequency: CONTINUOUS_SCAN, repositoryFilters: [{filter: 'payments/*', filterType: WILDCARD}]}]}}`,
      `${web + repository(false)}ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: BASIC, rules: []}}`,
    ],
  },
  judge(repository, world) {
    const scanning = world.source.scope === 'files' ? world.seen('registryScanning').things[0] : world.all('registryScanning')[0]
    if (scanFrequency(repository, scanning) !== 'none') return undefined
    const users = usersOfRepository(repository, world)
    if (users.length === 0 && world.source.scope !== 'files') {
      world.all('workloads')
      return undefined
    }
    const type = scanning?.scanningConfiguration?.scanType
    const names = users.map(({ metadata }) => `${metadata.namespace ?? 'default'}/${metadata.name}`)
    const use =
      names.length === 0
        ? ''
        : `; ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} ${names.length === 1 ? 'uses' : 'use'} it`
    return {
      says: `${type === 'ENHANCED' ? 'no rule of enhanced scanning names it' : 'nothing scans it on push'}${use}`,
      at: 'imageScanningConfiguration.scanOnPush',
      wanted: 'CONTINUOUS_SCAN or SCAN_ON_PUSH',
      via: users.map(objectRef),
    }
  },
  remedy({ repositoryName }, world) {
    const { scanType = 'BASIC', rules = [] } = world.all('registryScanning')[0]?.scanningConfiguration ?? {}
    // Where the registry has rules, the flag of the repository counts for nothing.
    if (scanType === 'BASIC' && rules.length === 0)
      return {
        says: 'Scan the images of the repository when they are pushed',
        risk: 'none',
        steps: [{ do: 'aws', call: 'ecr:PutImageScanningConfiguration', input: { repositoryName, imageScanningConfiguration: { scanOnPush: true } } }],
      }
    const scanFrequency = scanType === 'ENHANCED' ? 'CONTINUOUS_SCAN' : 'SCAN_ON_PUSH'
    const rule = { scanFrequency, repositoryFilters: [{ filter: repositoryName, filterType: 'WILDCARD' }] }
    return {
      says: 'Name the repository in the scanning rules of the registry',
      risk: 'none',
      steps: [{ do: 'aws', call: 'ecr:PutRegistryScanningConfiguration', input: { scanType, rules: [rule] } }],
    }
  },
})

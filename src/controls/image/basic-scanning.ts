/** The registry scans images once, or for operating system packages alone. */
import { control } from '../../model/control.ts'

export default control({
  title: 'The registry scans images continuously',
  severity: 'medium',
  about: 'registryScanning',
  needs: ['inspectorStatuses'],
  why: `
    Basic scanning looks at packages of the operating system when an image is pushed. Flaws in language packages it never
    sees, and those found later it does not tell.`,
  fix: `aws inspector2 enable --resource-types ECR; aws ecr put-registry-scanning-configuration --scan-type ENHANCED --rules '[{"scanFrequency":"CONTINUOUS_SCAN","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'`,
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html'],
  examples: {
    good: [
      `ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: ENHANCED, rules: [{scanFrequency: CONTINUOUS_SCAN, repositoryFilters: [{filter: '*'}]}]}}
inspector2:BatchGetAccountStatus: {accounts: [{accountId: '111122223333', resourceState: {ecr: {status: ENABLED}}}]}`,
    ],
    bad: [
      `ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: BASIC, rules: [{scanFrequency: SCAN_ON_PUSH, repositoryFilters: [{filter: '*'}]}]}}`,
      `ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: ENHANCED, rules: [{scanFrequency: SCAN_ON_PUSH, repositoryFilters: [{filter: '*'}]}]}}`,
      `ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: ENHANCED, rules: [{scanFrequency: CONTINUOUS_SCAN, repositoryFilters: [{filter: '*'}]}]}}
inspector2:BatchGetAccountStatus: {accounts: [{accountId: '111122223333', resourceState: {ec2: {status: ENABLED}, ecr: {status: DISABLED}}}]}`,
    ],
  },
  judge({ scanningConfiguration: { scanType, rules } = {} }, world) {
    const wanted = 'ENHANCED with CONTINUOUS_SCAN'
    if (scanType !== 'ENHANCED')
      return { says: `the registry's scan type is ${scanType ?? 'not set'}`, at: 'scanningConfiguration.scanType', actual: scanType, wanted }
    if (!(rules ?? []).some(({ scanFrequency }) => scanFrequency === 'CONTINUOUS_SCAN'))
      return { says: 'no rule scans continuously', at: 'scanningConfiguration.rules', actual: rules, wanted }
    const off = world.some('inspectorStatuses', ({ resourceState }) => !/^ENABL/.test(resourceState?.ecr?.status ?? ''))
    return (
      off && {
        says: `Amazon Inspector, which does the scanning, is ${off.resourceState?.ecr?.status ?? 'not enabled'} for ECR`,
        wanted: 'ENABLED',
        via: [{ kind: 'Amazon Inspector', name: off.accountId }],
      }
    )
  },
  remedy({ scanningConfiguration: { scanType, rules } = {} }) {
    const isContinuous = scanType === 'ENHANCED' && (rules ?? []).some(({ scanFrequency }) => scanFrequency === 'CONTINUOUS_SCAN')
    const all = { scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }
    return {
      says: 'Let Amazon Inspector scan the images continuously, which AWS charges for each image',
      risk: 'none',
      steps: [
        isContinuous
          ? { do: 'aws', call: 'inspector2:Enable', input: { resourceTypes: ['ECR'] } }
          : { do: 'aws', call: 'ecr:PutRegistryScanningConfiguration', input: { scanType: 'ENHANCED', rules: [all] } },
      ],
    }
  },
})

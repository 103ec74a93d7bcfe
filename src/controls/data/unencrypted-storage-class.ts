/** A StorageClass makes EBS volumes without asking for encryption, and the account does not encrypt by default. */
import { control } from '../../model/control.ts'
import { isEbs, parameterOf } from '../../reach/volumes.ts'

const storage = (provisioner: string, parameters: string) =>
  `{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: ${provisioner}, parameters: {${parameters}}}`
const byDefault = (on: boolean) => `\n---\nec2:GetEbsEncryptionByDefault: {EbsEncryptionByDefault: ${on}}`

export default control({
  title: 'StorageClasses make encrypted EBS volumes',
  severity: 'medium',
  about: 'storageClasses',
  needs: ['ebsEncryptionDefaults'],
  responsible: { fargate: 'n/a' },
  why: `
    Every claim of the class becomes a disk in clear, and so do its snapshots: whoever shares or copies one reads all of
    it. A volume cannot be encrypted afterwards, only copied into another.`,
  fix: 'Parameters of a class cannot be changed: create one with encrypted: "true" (and kmsKeyId), make it the default, and retire this one. Or switch on encryption by default for the account.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
  ],
  examples: {
    good: [
      storage('ebs.csi.aws.com', "encrypted: 'true'"),
      storage('ebs.csi.eks.amazonaws.com', "Encrypted: 'True'"),
      storage('ebs.csi.aws.com', 'type: gp3') + byDefault(true),
      storage('ebs.csi.aws.com', "csi.storage.k8s.io/encrypted: 'true'"),
    ],
    bad: [
      storage('ebs.csi.aws.com', 'type: gp3') + byDefault(false),
      storage('kubernetes.io/aws-ebs', 'type: gp2') + byDefault(false),
      storage('ebs.csi.aws.com', "encrypted: 'false'") + byDefault(false),
      `files: true\n---\n${storage('ebs.csi.aws.com', 'type: gp3')}`,
    ],
  },
  applies: ({ provisioner }) => isEbs(provisioner),
  judge(storage, world) {
    const encrypted = parameterOf(storage, 'encrypted')
    if (encrypted?.toLowerCase() === 'true') return undefined
    // Files show no account: there a class has to ask for itself.
    const inFiles = world.source.collector === 'manifests'
    if (!inFiles && world.all('ebsEncryptionDefaults').some(({ EbsEncryptionByDefault }) => EbsEncryptionByDefault === true)) return undefined
    return {
      says: `parameters.encrypted is ${encrypted ?? 'not set'}${inFiles ? '' : ' and the account does not encrypt by default'}`,
      at: 'parameters.encrypted',
      ...(encrypted !== undefined && storage.parameters?.['encrypted'] === encrypted && { actual: encrypted }),
      wanted: '"true"',
    }
  },
})

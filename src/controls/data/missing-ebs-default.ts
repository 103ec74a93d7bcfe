/** New EBS volumes of the account are in clear unless somebody asks. */
import { control } from '../../model/control.ts'

export default control({
  title: 'The account encrypts new EBS volumes by default',
  severity: 'medium',
  about: 'ebsEncryptionDefaults',
  why: `
    Node disks, claims of any StorageClass, volumes made by hand: one switch for each region covers all of them, and nobody
    has to remember. It costs nothing and changes no volume that exists.`,
  fix: 'aws ec2 enable-ebs-encryption-by-default --region REGION (and modify-ebs-default-kms-key-id for a key of your own)',
  refs: ['https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html'],
  examples: {
    good: ['ec2:GetEbsEncryptionByDefault: {EbsEncryptionByDefault: true}'],
    bad: ['ec2:GetEbsEncryptionByDefault: {EbsEncryptionByDefault: false}', 'ec2:GetEbsEncryptionByDefault: {SseType: none}'],
  },
  judge: ({ EbsEncryptionByDefault: on }) =>
    on === true ? undefined : { says: 'encryption of new EBS volumes by default is off in this region', at: 'EbsEncryptionByDefault', wanted: true },
  remedy: () => ({
    says: 'Encrypt new volumes of this region by default',
    risk: 'none',
    steps: [{ do: 'aws', call: 'ec2:EnableEbsEncryptionByDefault', input: {} }],
  }),
})

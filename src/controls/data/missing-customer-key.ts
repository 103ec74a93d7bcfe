/** The data of the cluster is encrypted with a key that is not the customer's. */
import { control } from '../../model/control.ts'

const cluster = (rest: string) => `eks:DescribeCluster: {cluster: {name: shop, version: '1.36'${rest}}}`
const key = (manager: string, id = 'k1') => `---
kms:DescribeKey.${id}: {KeyMetadata: {KeyId: ${id}, Arn: 'arn:aws:kms:us-west-2:111122223333:key/${id}', KeyManager: ${manager}, KeyState: Enabled}}`
const config = (resources = 'secrets') => `, encryptionConfig: [{resources: [${resources}], provider: {keyArn: 'arn:aws:kms:us-west-2:111122223333:key/k1'}}]`

export default control({
  title: 'Kubernetes Secrets are encrypted with a key of your own',
  severity: 'medium',
  about: 'clusters',
  needs: ['kmsKeys'],
  why: `
    Since Kubernetes 1.28 EKS encrypts all API data with a key that AWS owns; before that, Secrets lay in etcd as they were.
    With a key of your own you decide who uses it, see each use in CloudTrail, and can take it away.`,
  fix: `aws eks associate-encryption-config --cluster-name CLUSTER --encryption-config '[{"resources":["secrets"],"provider":{"keyArn":"KEY-ARN"}}]'. This cannot be undone and the key cannot be changed: guard it.`,
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html', 'https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html'],
  examples: {
    good: [`${cluster(config())}\n${key('CUSTOMER')}`],
    bad: [cluster(''), cluster(', encryptionConfig: []'), `${cluster(config())}\n${key('AWS')}`, cluster('').replace('1.36', '1.27')],
  },
  judge({ encryptionConfig, version }, world) {
    const at = 'encryptionConfig'
    const wanted = 'secrets encrypted with a customer-managed KMS key'
    const arn = (encryptionConfig ?? []).find(({ resources }) => (resources ?? []).includes('secrets'))?.provider?.keyArn
    if (!arn) {
      const isOld = Number(version?.split('.')[1]) < 28
      return {
        says: isOld ? `Secrets of this ${version} cluster lie in etcd without envelope encryption` : 'all API data is encrypted with a key that AWS owns',
        at,
        wanted,
      }
    }
    const id = arn.slice(arn.lastIndexOf('/') + 1)
    const key = world.some('kmsKeys', (one) => one.KeyId === id || one.Arn === arn)
    if (!key) return { because: 'untold', detail: `key ${id} of the cluster is not among the keys that were described`, lacks: 'kms:DescribeKey' }
    return key.KeyManager === 'AWS'
      ? { says: `key ${id} belongs to AWS, not to you`, at: 'encryptionConfig[0].provider.keyArn', wanted, via: [{ kind: 'AWS::KMS::Key', name: id }] }
      : undefined
  },
})

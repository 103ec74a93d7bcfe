/** The example cluster of `examples/`, brought back to life: the same names, statuses and people. */
import { account, region } from '../nodes.ts'
import { readAccess, readDump, readKubelets } from '../read.ts'
import type { World } from '../world.ts'

const session = (role: string, who: string): string => `arn:aws:sts::${account}:assumed-role/${role}/${who}`

export const shopProd = (): World => ({
  name: 'shop-prod',
  cluster: 'shop-prod',
  account,
  region,
  issuer: `https://oidc.eks.${region}.amazonaws.com/id/5C0D7A2E8F1B4936A7E2D4C8B19F6E03`,
  objects: readDump('examples/shop-prod/kubernetes'),
  kubelets: readKubelets('examples/shop-prod/kubelet'),
  people: {
    admin: session('PlatformAdmin', 'alice'),
    bootstrap: session('cluster-bootstrap', 'terraform'),
    developer: session('AWSReservedSSO_Developer_1f0c3b5a7d9e2468', 'bob'),
    auditor: session('SecurityAudit', 'assessment'),
    ci: session('shop-prod-ci-deploy', 'github-actions'),
    contractor: `arn:aws:iam::${account}:user/contractor-legacy`,
    ops: session('LegacyOps', 'carol'),
    stranger: session('stranger', 'mallory'),
  },
  ...readAccess('examples/shop-prod/aws'),
})

/** A StorageClass names a volume plug-in that was taken out of Kubernetes. */
import { control } from '../../model/control.ts'

const storage = (provisioner: string) => `{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: ${provisioner}}`

export default control({
  title: 'StorageClasses name CSI drivers, not in-tree plug-ins',
  severity: 'low',
  about: 'storageClasses',
  responsible: { fargate: 'n/a' },
  why: `
    The in-tree EBS plug-in left Kubernetes in 1.27. Requests to it are translated to the driver without the options the
    plug-in never knew, and the gp2 class that old clusters carry makes disks in clear.`,
  fix: 'Create a gp3 class on ebs.csi.aws.com with encrypted: "true", mark it as the default (storageclass.kubernetes.io/is-default-class), and delete this one when no claim uses it.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html', 'https://kubernetes.io/docs/concepts/storage/storage-classes/'],
  examples: {
    good: [storage('ebs.csi.aws.com'), storage('kubernetes.io/no-provisioner')],
    bad: [storage('kubernetes.io/aws-ebs'), storage('kubernetes.io/glusterfs')],
  },
  judge({ provisioner }) {
    // Local volumes have no driver: the name says that nothing provisions them.
    if (!provisioner?.startsWith('kubernetes.io/') || provisioner === 'kubernetes.io/no-provisioner') return undefined
    return { says: `provisioner is ${provisioner}`, at: 'provisioner', actual: provisioner, wanted: 'a CSI driver, such as ebs.csi.aws.com' }
  },
})

/** Storage of pods: which AWS volume or file system stands behind a PersistentVolume or a StorageClass. */
import type { PersistentVolume, StorageClass } from '../model/kubernetes.ts'

/** The provisioners of EBS: the driver, that of Auto Mode, and the in-tree one, which is translated to the driver. */
export const isEbs = (provisioner: string | undefined): boolean =>
  /^(ebs\.csi\.aws\.com|ebs\.csi\.eks\.amazonaws\.com|kubernetes\.io\/aws-ebs)$/.test(provisioner ?? '')

/** A parameter of a class; drivers read the names without regard to case and to the common prefix. */
export function parameterOf({ parameters }: StorageClass, name: string): string | undefined {
  const wanted = name.toLowerCase()
  const found = Object.entries(parameters ?? {}).find(([key]) => key.toLowerCase().replace(/^csi\.storage\.k8s\.io\//, '') === wanted)?.[1]
  return found === undefined || found === null ? undefined : String(found)
}

/** `vol-...` of a volume on EBS; undefined for other sorts. */
export function ebsVolumeId({ spec }: Pick<PersistentVolume, 'spec'>): string | undefined {
  const handle = isEbs(spec?.csi?.driver) ? spec?.csi?.volumeHandle : spec?.awsElasticBlockStore?.volumeID
  return typeof handle === 'string' ? handle.slice(handle.lastIndexOf('/') + 1) : undefined
}

export interface EfsHandle {
  readonly fileSystem: string
  readonly path?: string
  readonly accessPoint?: string
}

/** The parts of `fs-id[:path][:fsap-id]`; undefined for other sorts of volumes. */
export function efsHandle({ spec }: Pick<PersistentVolume, 'spec'>): EfsHandle | undefined {
  if (spec?.csi?.driver !== 'efs.csi.aws.com' || typeof spec.csi.volumeHandle !== 'string') return undefined
  const [fileSystem = '', path = '', accessPoint = ''] = spec.csi.volumeHandle.split(':')
  return { fileSystem, ...(path !== '' && { path }), ...(accessPoint !== '' && { accessPoint }) }
}

/** `fs-1.efs.us-west-2.amazonaws.com`: an EFS file system mounted as any NFS server, past the driver. */
export const efsOfNfs = ({ spec }: Pick<PersistentVolume, 'spec'>): string | undefined =>
  /^(?:[\w-]+\.)?(fs-[0-9a-f]+)\.efs\./.exec(spec?.nfs?.server ?? '')?.[1]

/** What GuardDuty is set to watch, and whether it works at all. */
import type { Detector } from '../model/aws.ts'
import type { World } from '../model/world.ts'

type Feature = NonNullable<Detector['Features']>[number]

/** A detector that is on. Throws `Unseen` where none was seen but one may be there. */
export function workingDetector(world: World<'detectors'>): Detector | undefined {
  return world.some('detectors', ({ Status }) => Status === 'ENABLED')
}

/** How the absence of a working detector is told. */
export function sayOff(world: World<'detectors'>): string {
  const suspended = world.all('detectors')[0]
  return suspended ? `GuardDuty detector ${suspended.DetectorId} is suspended` : 'GuardDuty is not enabled in this account and Region'
}

/** A feature of the detector by its name, if it is enabled. */
export function enabledFeature({ Features }: Detector, ...names: string[]): Feature | undefined {
  return (Features ?? []).find(({ Name, Status }) => names.includes(Name ?? '') && Status === 'ENABLED')
}

/** RUNTIME_MONITORING and its forerunner; one account has one or the other. */
export const runtimeMonitoring = ['RUNTIME_MONITORING', 'EKS_RUNTIME_MONITORING'] as const

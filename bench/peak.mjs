/** Preloaded into a measured process: tells its peak memory in kB and its processor time in seconds when it ends. */
import { appendFileSync } from 'node:fs'

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  appendFileSync(process.env.EKSHIELD_BENCH_PEAK, `${maxRSS} ${(userCPUTime + systemCPUTime) / 1e6}\n`)
})

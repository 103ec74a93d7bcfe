/** Preloaded into a measured process: tells its peak memory, in kB, when it ends. */
import { appendFileSync } from 'node:fs'

process.on('exit', () => appendFileSync(process.env.EKSHIELD_BENCH_PEAK, `${process.resourceUsage().maxRSS}\n`))

#!/usr/bin/env node
import { program } from './load.js'

const code = await program().main(process.argv)
// Let stdout drain before the process ends.
process.exitCode = code

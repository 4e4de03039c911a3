// Starts the GOV.UK components. Every page works without this file.
import { initAll } from './vendor/govuk-frontend-6.3.0.min.js'

initAll()

"""What every floor of the house rests on: settings, transactions, scope, access, audit, jobs, calendar, logs."""

# The command line.
cli-nobody-of-that-name = Nobody in this office is called { $login }. Write --as and the right name, or add it with sportello staff add.
cli-who-are-you = Who are you? Write --as and one of these names: { $names }.
cli-demo-written = Practice office written to { $path }.
cli-no-theme = There is no theme { $theme }. Choose normal, light, high-contrast, yellow-on-black, terminal or mono.
cli-office-name = Office
cli-desk-name = Desk { $n }
cli-no-place = There is no municipality { $place }. Check the name.
cli-no-office = There is no office { $name }. Check the name.
cli-office-made = Office made in { $path }. You come in as { $login }, with the role coordination.
cli-office-next =
    Next: sportello staff add LOGIN --name NAME --role ROLE adds a colleague, sportello import people FILE.csv brings people in, sportello opens the desk.
cli-staff-added = { $login } works here now.
cli-staff-changed = { $login }: changed.
cli-staff-enabled = { $login } may come in again.
cli-staff-disabled = { $login } may no longer come in. The work done stays.
cli-staff-off = not active
cli-import-no-file = The file { $path } cannot be opened
cli-import-reading = Reading the file
cli-import-writing = Writing the records
cli-import-nothing = The file was not imported. Correct the rows, or use --partial to import only the good ones.
cli-import-would =
    { $n ->
        [one] One row can be imported. Nothing has changed.
       *[other] { $n } rows can be imported. Nothing has changed.
    }
cli-import-more = ... and { $n } more rows to correct.
cli-import-refused = Rows not imported: { $n }. They are in { $path }, with the reason.
cli-import-refused-exists = The file { $path } is already there: move it, or give another name after --partial
cli-import-reason = reason
cli-import-people = People imported: { $n }. Tax codes to check: { $anomalies }. People already there: { $known }.
cli-import-codes = See them with sportello list codes.
cli-import-vacancies = Vacancies imported: { $n }. New companies: { $companies }. Vacancies already there: { $known }.
fault-line = line { $line }
fault-column = column { $column }
fault-empty = the file is empty
fault-not-utf8 = is not text in UTF-8: save the file as CSV in UTF-8 and try again
fault-no-column = this column is missing: add it to the first line
fault-cells = has { $found } cells instead of { $expected }: check separators and quotes
fault-too-long = is too long
fault-missing = the value is missing
fault-unmapped = the word { $cell } has no value that it stands for
fault-not-a-date = { $cell } is not a date, for example 1985-03-12
fault-not-a-number = { $cell } is not a valid number
fault-unknown = { $cell } is in no table: check the spelling
fault-unreadable = the file cannot be read on: { $detail }
cli-import-no-rows = The file has only its headings: there is nothing to import.
cli-backup-copying = Copying the office
cli-backup-made = Backup made and verified: { $path }. It holds the journal up to number { $seq }, { $size } bytes, SHA-256 { $digest }.
cli-restored = Office restored in { $path }: { $office }, as it was on { $day } at { $time }, journal up to number { $seq }.
cli-restored-aside = The office of before stays in { $path }.

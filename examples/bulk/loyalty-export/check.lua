-- The file, as it is.

io.write(perch.csv.format(perch.csv.rows("balances.csv")))

--[[ prints
]]

-- The codes go into the list of advocates, as a column of its own: from the results, which have every column of the list.

local columns = perch.csv.columns("advocates.csv")
columns[#columns + 1] = "referral_code"

local rows = coroutine.wrap(function()
  for row in perch.csv.rows("advocates.results.csv") do
    local advocate = {}
    for _, column in ipairs(columns) do advocate[column] = row[column] end
    advocate.referral_code = row.code
    coroutine.yield(advocate)
  end
end)

print("advocates with a code", perch.csv.write("advocates.csv", rows, { columns = columns, like = "advocates.csv" }))

-- The file, as it is.

io.write(perch.csv.format(perch.csv.rows("balances.csv")))

--[[ prints
customer,name,active,pending,spent,expired,problem
C-4001,Ada,120,0,0,0,
C-4002,Grace,45.5,0,0,0,
C-4003,Linus,0,0,0,0,
]]

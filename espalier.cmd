@echo off
rem Starts Espalier on Windows: builds when there is no build yet, then runs. Needs a JDK 17 or newer in JAVA_HOME or PATH.
setlocal
set "ROOT=%~dp0"
if exist "%ROOT%..\lib\espalier-cli.jar" (set "LIB=%ROOT%..\lib") else (set "LIB=%ROOT%espalier-cli\target\lib")
if not exist "%LIB%\espalier-cli.jar" (
  pushd "%ROOT%" && call mvnw.cmd -q -B -ntp -Dquick -DskipTests -pl espalier-cli -am package || exit /b 1
  popd
)
set "ORT_DISABLE_TELEMETRY=1"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:+UseParallelGC -XX:MaxRAMPercentage=50 --enable-native-access=ALL-UNNAMED -Despalier.terminal=true %ESPALIER_JAVA_OPTS% -cp "%LIB%\*" dev.espalier.cli.Main %*
exit /b %ERRORLEVEL%

global using NUnit.Framework;
global using Pipeline.Venues.Kit;

using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Pipeline.WebConsole.Door;

/// <summary>Keeps the keys that protect forms and connections where the process ends with them, and on no disk.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly List<XElement> keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (keys)
        {
            return [.. keys];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (keys)
        {
            keys.Add(new XElement(element));
        }
    }
}
